import type { LogSink } from '@wellspring/platform';

/** One line of a service's log, parsed: ECS field names as keys. */
export type LogLine = Record<string, unknown>;

/** Keeps a service's log lines instead of printing them. */
export class CapturedLog implements LogSink {
  readonly dropped = 0;
  /** The lines so far, oldest first. */
  readonly lines: LogLine[] = [];

  write(line: string): void {
    const parsed: unknown = JSON.parse(line);
    this.lines.push(typeof parsed === 'object' && parsed !== null ? { ...parsed } : { message: parsed });
  }

  flushSync(): void {
    // Nothing is buffered.
  }
}
