import { createHash, randomBytes } from 'node:crypto';
import net from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';

const visitors = 6;
/** More than the system keeps for a visitor who does not take it. */
const length = 8_000_000;

const pieceLength = 20_000;

let gateway: GatewayUnderTest;
/** By path: how many pieces the portal could send of its answer. */
const sent = new Map<string, number>();
/** A different one for each visitor. */
let bodies: Buffer[];

beforeAll(async () => {
  gateway = await startGateway({ UPSTREAM_MAX_CONNECTIONS: '4' });
  bodies = Array.from({ length: visitors }, () => randomBytes(length));
  gateway.migration.on('new');
  gateway.portal.handler = (request, response) => {
    const path = request.url ?? '';
    const [, number = '', framing] = /\/(\d+)\/(\w+)$/.exec(path) ?? [];
    if (framing === 'length') response.setHeader('content-length', length);
    Readable.from(piecesOf(bodies[Number(number)] ?? Buffer.alloc(0), path)).pipe(response);
  };
});
afterAll(async () => {
  await gateway.stop();
});

/** Small ones, each by itself: the gateway stops reading only when several wait. */
async function* piecesOf(body: Buffer, path: string): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += pieceLength) {
    yield body.subarray(at, at + pieceLength);
    sent.set(path, at / pieceLength + 1);
    await setImmediate();
  }
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Until the portal can send no more for now: what the gateway has read of its answer waits there. */
async function nothingMoreIsSent(path: string): Promise<void> {
  let before: number | undefined;
  for (let turns = 0; turns < 3; turns += 1) {
    if (sent.get(path) !== before) turns = 0;
    before = sent.get(path);
    await setImmediate();
  }
}

/** Takes a response, and every so many bytes none until there comes no more. */
function take(path: string, everyBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let pauses = 0;
    let received = 0;
    const { port, hostname } = new URL(gateway.url);
    const socket = net.connect(Number(port), hostname, () => {
      socket.write(`GET ${path} HTTP/1.0\r\nHost: localhost:8080\r\n\r\n`);
    });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      received += chunk.length;
      if (received / everyBytes < pauses + 1) return;
      pauses += 1;
      socket.pause();
      void nothingMoreIsSent(path).then(() => socket.resume());
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const all = Buffer.concat(chunks);
      resolve(all.subarray(all.indexOf('\r\n\r\n') + 4));
    });
  });
}

describe('memory that is lent from one read to the next', () => {
  it.each(['length', 'chunked'])('never shows one visitor a byte of what another is sent (%s)', async (framing) => {
    const paths = Array.from({ length: visitors }, (_, i) => `/invoices/${i}/${framing}`);
    const taken = await Promise.all(paths.map((path, i) => take(path, 200_000 * (i + 1))));
    expect(taken.map(digest)).toEqual(bodies.map(digest));
  });
});
