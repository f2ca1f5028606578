import type { Change } from '@wellspring/contract-pinpoint';
import type { History, ProcessHistory } from '../signals/history.ts';

interface Running {
  version: string;
  configuration: string;
  startedAtSeconds: number;
}

/** Changes that show in what processes say of themselves: another version, another configuration, a restart. */
export class ChangeWatch {
  private readonly running = new Map<string, Running>();
  /** What each service was last seen to run, for processes that are new: a release brings pods of other names. */
  private readonly services = new Map<string, Running>();

  look(history: History): void {
    const { tick } = history;
    const atMs = history.atMs(tick);
    for (const process of history.processes) {
      const now = runningNow(process, tick);
      if (now === undefined) continue;
      const id = `${process.service}/${process.instance}`;
      const before = this.running.get(id) ?? this.services.get(process.service);
      this.running.set(id, now);
      this.services.set(process.service, now);
      if (before !== undefined) history.changes.push(...changesOf(process, before, now, atMs));
    }
  }
}

function runningNow(process: ProcessHistory, tick: number): Running | undefined {
  const info = process.all('service_info').find(({ ring }) => ring.at(tick) !== undefined);
  const startedAtSeconds = process.one('process_start_time_seconds')?.at(tick);
  if (info === undefined || startedAtSeconds === undefined) return undefined;
  const { version = '', configuration = '' } = info.labels;
  return { version, configuration, startedAtSeconds };
}

function changesOf({ service, instance }: ProcessHistory, before: Running, now: Running, atMs: number): Change[] {
  const change = (kind: Change['kind'], from?: string, to?: string): Change => ({
    atMs,
    kind,
    subject: service,
    instance,
    from,
    to,
  });
  // A release brings its configuration: that is one change.
  if (before.version !== now.version) return [change('version', before.version, now.version)];
  if (before.configuration !== now.configuration) {
    return [change('configuration', before.configuration, now.configuration)];
  }
  return before.startedAtSeconds === now.startedAtSeconds ? [] : [change('restart')];
}
