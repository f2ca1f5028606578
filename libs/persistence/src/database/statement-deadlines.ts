import { Duplex } from 'node:stream';
import { InFlight, type Trackable } from '@wellspring/platform';
import { StatementUnansweredError } from './database.errors.ts';

const shortestSweepMs = 10;
const longestSweepMs = 250;

/** A statement whose answer is awaited. */
export class AwaitedStatement implements Trackable {
  slot = -1;
  /** `performance.now()` when it was sent. */
  readonly startMs = performance.now();

  constructor(readonly client: object) {}
}

/**
 * Cuts connections whose server does not answer any more; what was asked on them fails with
 * {@link StatementUnansweredError}. Not reused, for a late answer would be read by whoever gets the connection next.
 *
 * One sweep over all statements, several times a second: pg's own `query_timeout` is a timer for each of them.
 */
export class StatementDeadlines {
  private readonly awaited = new InFlight<AwaitedStatement>();
  private readonly timer: NodeJS.Timeout;

  /** @param limitMs longest wait for the answer to one statement */
  constructor(private readonly limitMs: number) {
    const intervalMs = Math.max(shortestSweepMs, Math.min(longestSweepMs, limitMs / 4));
    this.timer = setInterval(() => {
      this.sweep();
    }, intervalMs).unref();
  }

  /** Statements whose answer is awaited now. */
  get size(): number {
    return this.awaited.size;
  }

  sent(client: object): AwaitedStatement {
    const statement = new AwaitedStatement(client);
    this.awaited.add(statement);
    return statement;
  }

  answered(statement: AwaitedStatement): void {
    this.awaited.delete(statement);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private sweep(): void {
    const earliestMs = performance.now() - this.limitMs;
    for (const { client, startMs } of this.awaited) {
      if (startMs < earliestMs) cut(client, new StatementUnansweredError(this.limitMs));
    }
  }
}

/** The socket is pg's own business, so nothing is taken for granted about where it is. */
function cut(client: object, error: Error): void {
  const connection: unknown = Reflect.get(client, 'connection');
  if (typeof connection !== 'object' || connection === null) return;
  const stream: unknown = Reflect.get(connection, 'stream');
  if (stream instanceof Duplex) stream.destroy(error);
}
