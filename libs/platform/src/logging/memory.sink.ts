import type { LogSink } from './log-sink.ts';

/** Keeps lines in memory, for tests that look at what was logged. */
export class MemorySink implements LogSink {
  readonly dropped = 0;
  readonly lines: string[] = [];

  write(line: string): void {
    this.lines.push(line);
  }

  flushSync(): void {
    // Everything is where it belongs.
  }

  /** Every line so far, parsed. */
  get records(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
