import type { ProcessHistory } from '../signals/history.ts';
import type { Span } from '../signals/ring.ts';
import type { Series } from '../signals/series.ts';

/** What a process answered as it should, by its own account: refusals and errors may be quick. */
export interface Answered {
  readonly count: number;
  /** Of each second with answers: how long they took on average. */
  readonly meansMs: readonly number[];
}

export function answeredBy(process: ProcessHistory, { from, to }: Span): Answered {
  const counts = process.all('http_server_request_duration_seconds_count').filter(isAsItShould);
  const seconds = process.all('http_server_request_duration_seconds_sum').filter(isAsItShould);
  const meansMs: number[] = [];
  let count = 0;
  for (let tick = from; tick <= to; tick += 1) {
    const answers = counts.reduce((sum, { ring }) => sum + (ring.at(tick) ?? 0), 0);
    if (answers === 0) continue;
    count += answers;
    meansMs.push((1_000 * seconds.reduce((sum, { ring }) => sum + (ring.at(tick) ?? 0), 0)) / answers);
  }
  return { count, meansMs };
}

function isAsItShould({ labels }: Series): boolean {
  return (labels['status'] ?? '') < '400';
}
