import { Duplex } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { DatabaseUnavailableError, isReadTimeout } from './database.errors.ts';

/** What is told of every connection and statement, whoever asked for it: TypeORM, the job queue or {@link Database}. */
export interface PoolObserver {
  acquired: (seconds: number, error?: unknown) => void;
  executed: (statement: { name?: string; text: string }, seconds: number, error?: unknown) => void;
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

function describe(config: unknown): { name?: string; text: string } {
  if (typeof config === 'string') return { text: config };
  if (typeof config !== 'object' || config === null) return { text: '' };
  const text = 'text' in config && typeof config.text === 'string' ? config.text : '';
  return 'name' in config && typeof config.name === 'string' ? { name: config.name, text } : { text };
}

function instrumentClient(client: PoolClient, observer: PoolObserver): void {
  // The pool takes its own listener off while a client is lent; an error nobody listens to would end the process.
  client.on('error', observer.broken);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- applied to the client below
  const original = client.query;
  const query = (...args: unknown[]): unknown => {
    const start = performance.now();
    const statement = describe(args[0]);
    return observe(
      (forwarded): unknown => Reflect.apply(original, client, forwarded),
      args,
      (error) => {
        observer.executed(statement, secondsSince(start), error);
        // The late answer would be read by whoever gets the connection next, so it is cut instead of reused.
        if (isReadTimeout(error)) destroySocket(client);
      },
    );
  };
  Object.defineProperty(client, 'query', { value: query });
}

/** The socket is pg's own business, so nothing is taken for granted about where it is. */
function destroySocket(client: object): void {
  const connection: unknown = Reflect.get(client, 'connection');
  if (typeof connection !== 'object' || connection === null) return;
  const stream: unknown = Reflect.get(connection, 'stream');
  if (stream instanceof Duplex) stream.destroy();
}

/**
 * Measures every acquire and statement of a pool, keeps a broken connection from ending the process, and turns "no
 * connection in time" into one error whichever path asked.
 */
export function instrumentPool(pool: Pool, observer: PoolObserver): void {
  pool.on('error', observer.broken);
  pool.on('connect', (client) => {
    instrumentClient(client, observer);
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
