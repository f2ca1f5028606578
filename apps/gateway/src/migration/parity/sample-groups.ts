import type { SampleGroup } from '@wellspring/contract-gateway';
import type { ParitySample } from './parity-count.ts';

const mostTraces = 5;

/** @param samples newest first; the most frequent group comes first */
export function groupSamples(samples: readonly ParitySample[]): SampleGroup[] {
  const groups = new Map<string, SampleGroup>();
  for (const { route, fact, at, traceId, ...values } of samples) {
    const [legacy, fresh] = [withoutMark(values.legacy), withoutMark(values.new)];
    const key = JSON.stringify([route, fact, legacy, fresh]);
    const group = groups.get(key) ?? {
      route,
      fact,
      legacy,
      new: fresh,
      times: 0,
      lastAt: at.toISOString(),
      traceIds: [],
    };
    group.times += 1;
    if (group.traceIds.length < mostTraces && traceId !== '') group.traceIds.push(traceId);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.times - a.times);
}

/** A masked value ends with a mark that tells equal values: two shapes are alike without it. */
function withoutMark(value: string): string {
  return value.replace(/ #[0-9a-f]{4}$/, '');
}
