import { RequestContext } from '@wellspring/platform';
import type { Pool, PoolClient } from 'pg';
import { DatabaseUnavailableError } from './database.errors.ts';
import type { StatementDeadlines } from './statement-deadlines.ts';

/** A statement that is over. */
export interface ExecutedStatement {
  name: string | undefined;
  text: string;
  seconds: number;
  error: unknown;
  /** Of whoever asked for it; an answer comes in the connection's. */
  context: RequestContext | undefined;
}

/** What is told of every connection and statement, whoever asked for it: TypeORM, the job queue or {@link Database}. */
export interface PoolObserver {
  acquired: (seconds: number, error?: unknown) => void;
  executed: (statement: ExecutedStatement) => void;
  broken: (error: unknown) => void;
}

type Callback = (error: unknown, ...results: unknown[]) => void;

const isCallback = (value: unknown): value is Callback => typeof value === 'function';
const secondsSince = (start: number): number => (performance.now() - start) / 1_000;

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/**
 * Calls `original`, in whichever of pg's two styles the caller uses, and tells `done` the outcome. `mapError` decides
 * what the caller gets to see.
 */
function observe(
  original: (args: unknown[]) => unknown,
  args: unknown[],
  done: (error?: unknown) => void,
  mapError: (error: unknown) => unknown = (error) => error,
): unknown {
  const callback = args.at(-1);
  if (isCallback(callback)) {
    const observed: Callback = (error, ...results) => {
      done(error ?? undefined);
      callback(error == null ? error : mapError(error), ...results);
    };
    return original([...args.slice(0, -1), observed]);
  }
  const result = original(args);
  if (!isThenable(result)) return result;
  return result.then(
    (value) => {
      done();
      return value;
    },
    (error: unknown) => {
      done(error);
      throw mapError(error);
    },
  );
}

/** Cursors and streams: pg lets them answer for themselves, so there is no single answer to wait for. */
function answersForItself(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'submit' in config && typeof config.submit === 'function';
}

function describe(config: unknown): { name: string | undefined; text: string } {
  if (typeof config === 'string') return { name: undefined, text: config };
  if (typeof config !== 'object' || config === null) return { name: undefined, text: '' };
  return {
    name: 'name' in config && typeof config.name === 'string' ? config.name : undefined,
    text: 'text' in config && typeof config.text === 'string' ? config.text : '',
  };
}

function instrumentClient(client: PoolClient, observer: PoolObserver, deadlines: StatementDeadlines): void {
  // The pool takes its own listener off while a client is lent; an error nobody listens to would end the process.
  client.on('error', observer.broken);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- applied to the client below
  const original = client.query;
  const forward = (args: unknown[]): unknown => Reflect.apply(original, client, args);
  const query = (...args: unknown[]): unknown => {
    if (answersForItself(args[0])) return forward(args);
    const { name, text } = describe(args[0]);
    const context = RequestContext.current();
    const awaited = deadlines.sent(client);
    return observe(forward, args, (error) => {
      deadlines.answered(awaited);
      observer.executed({ name, text, seconds: secondsSince(awaited.startMs), error, context });
    });
  };
  Object.defineProperty(client, 'query', { value: query });
}

/**
 * Measures every acquire and statement of a pool, bounds how long an answer is awaited, keeps a broken connection from
 * ending the process, and turns "no connection in time" into one error whichever path asked.
 */
export function instrumentPool(pool: Pool, observer: PoolObserver, deadlines: StatementDeadlines): void {
  pool.on('error', observer.broken);
  pool.on('connect', (client) => {
    instrumentClient(client, observer, deadlines);
  });
  // eslint-disable-next-line @typescript-eslint/unbound-method -- applied to the pool below
  const original = pool.connect;
  const connect = (...args: unknown[]): unknown => {
    const start = performance.now();
    return observe(
      (forwarded): unknown => Reflect.apply(original, pool, forwarded),
      args,
      (error) => {
        observer.acquired(secondsSince(start), error);
      },
      (error) => new DatabaseUnavailableError(error),
    );
  };
  Object.defineProperty(pool, 'connect', { value: connect });
}
