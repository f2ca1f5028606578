import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Systems choose ports by themselves from 32768 (Linux) or 49152 (IANA) on. */
const range = { from: 15_000, to: 30_000 };
const mostTries = 50;
const given = new Set<number>();

/**
 * A TCP port on 127.0.0.1 that nobody listens on, for a program that has to be told one. It is below those the system
 * gives to connections and listeners by itself, so that nothing takes it before that program does. None
 * is given twice.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const port = randomInt(range.from, range.to);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`None of ${mostTries} TCP ports that were tried is free.`);
}

/** Whether nobody listens on this port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
