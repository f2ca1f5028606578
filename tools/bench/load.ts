/**
 * A load generator that costs as little as it can, since it shares two cores with what it measures: plain sockets,
 * requests as prepared bytes, each connection asking for the next as soon as it has its answer.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Target {
  host: string;
  port: number;
  /** Complete HTTP/1.1 requests without a body; connections take them in turn. */
  requests: Buffer[];
}

export interface Measured {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  count: number;
}

const headEnd = Buffer.from('\r\n\r\n');

/** @throws Error on the first answer that is not what was asked for, or a connection that breaks. */
export async function load(target: Target, connections: number, durationMs: number): Promise<Measured> {
  const startedMs = performance.now();
  const endsMs = startedMs + durationMs;
  const latenciesMs: number[] = [];
  await Promise.all(Array.from({ length: connections }, (_, index) => converse(target, index, endsMs, latenciesMs)));
  const seconds = (performance.now() - startedMs) / 1000;
  latenciesMs.sort((left, right) => left - right);
  return {
    requestsPerSecond: latenciesMs.length / seconds,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    count: latenciesMs.length,
  };
}

/** The request as bytes, on a connection that is kept. */
export function request(path: string, headers: Record<string, string> = {}): Buffer {
  const lines = Object.entries({ host: 'localhost', accept: 'application/json', ...headers });
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    'latin1',
  );
}

async function converse(target: Target, offset: number, endsMs: number, latenciesMs: number[]): Promise<void> {
  const socket = connect({ host: target.host, port: target.port, noDelay: true });
  await once(socket, 'connect');
  for (let turn = offset; performance.now() < endsMs; turn += 1) {
    const bytes = target.requests[turn % target.requests.length];
    if (!bytes) throw new Error('There is nothing to ask for.');
    const sentMs = performance.now();
    socket.write(bytes);
    await answer(socket);
    latenciesMs.push(performance.now() - sentMs);
  }
  socket.destroy();
}

/** Reads one answer, which has to be a 200 or a page of a list, with a Content-Length. */
function answer(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let missing = Infinity;
    let head: Buffer = Buffer.alloc(0);
    const finish = (error?: Error): void => {
      socket.off('data', take).off('error', finish).off('close', broken);
      if (error) reject(error);
      else resolve();
    };
    const broken = (): void => {
      finish(new Error('The server closed the connection.'));
    };
    const take = (piece: Buffer): void => {
      if (missing !== Infinity) {
        missing -= piece.length;
      } else {
        head = head.length === 0 ? piece : Buffer.concat([head, piece]);
        const end = head.indexOf(headEnd);
        if (end < 0) return;
        const text = head.toString('latin1', 0, end);
        const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
        // 206 is how TMF630 answers the first page of several.
        if (!/^HTTP\/1\.1 20[06]/.test(text) || length === undefined) {
          finish(new Error(`Not the answer that was asked for:\n${text}`));
          return;
        }
        missing = Number(length) - (head.length - end - headEnd.length);
      }
      if (missing === 0) finish();
    };
    socket.on('data', take).on('error', finish).on('close', broken);
  });
}

function quantile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
