import Transport from 'winston-transport';
import type { LogSink } from './log-sink.ts';

const message = Symbol.for('message');

/** Hands winston's finished lines to the bounded sink. Always ready for more: it is the sink that drops. */
export class SinkTransport extends Transport {
  constructor(
    private readonly sink: LogSink,
    private readonly scrub: (line: string) => string,
  ) {
    super();
  }

  override log(info: Readonly<Record<symbol, unknown>>, next: () => void): void {
    const line = info[message];
    if (typeof line === 'string') this.sink.write(this.scrub(line));
    next();
  }
}
