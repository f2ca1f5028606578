/** Where finished log lines go. */
export interface LogSink {
  /** Takes one line without its newline. Never blocks and never throws. */
  write(line: string): void;
  /** Puts out everything taken so far before returning, within a short deadline; for the end of the process. */
  flushSync(): void;
  /** Lines given up because the reader did not keep up. */
  readonly dropped: number;
}
