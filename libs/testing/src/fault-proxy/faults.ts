import { type Fault, type Link, noBytes, pause, write } from './fault.ts';

const emptyLine = '\r\n\r\n';
const throttleStepMs = 20;

export const healthy: Fault = {
  request: (piece, { target }) => write(target, piece),
  response: (piece, { client }) => write(client, piece),
  closeAfterMs: 0,
};

/** A peer that is gone without a word: the connection stays, nothing passes. */
export const hang: Fault = { ...healthy, request: hold, response: hold };

/** The connection breaks (TCP RST) as soon as the client asks for something. */
export const reset: Fault = {
  ...healthy,
  request: (_piece, { client }) => {
    client.resetAndDestroy();
    return Promise.resolve(noBytes);
  },
};

/** The answer is bytes of no protocol, then the end of the connection. */
export const garbage: Fault = {
  ...healthy,
  request: (_piece, { client }) => {
    client.end(Buffer.from('\x16\x03garbage\x00\xff\xfe, not an answer\r\n\r\n', 'latin1'));
    return Promise.resolve(noBytes);
  },
};

/** Every piece of the answer comes `ms` later. */
export const latency = (ms: number): Fault => ({
  ...healthy,
  response: async (piece, link) => {
    await pause(ms, link.changed);
    return write(link.client, piece);
  },
});

/** The answer passes at no more than this many bytes a second. */
export const bandwidth = (bytesPerSecond: number): Fault => {
  const bytes = Math.max(1, Math.floor((bytesPerSecond * throttleStepMs) / 1000));
  return { ...healthy, response: (piece, link) => drip(piece, link, bytes, (bytes / bytesPerSecond) * 1000) };
};

/** The connection is closed `ms` after the target closed it. */
export const slowClose = (ms: number): Fault => ({ ...healthy, closeAfterMs: ms });

/** HTTP headers come at once, the body a few bytes at a time: what fools a timeout that starts anew with each byte. */
export const dripBody = (bytes: number, everyMs: number): Fault => ({
  ...healthy,
  response: async (piece, link) => {
    const headEnd = piece.indexOf(emptyLine);
    if (!piece.subarray(0, 7).equals(Buffer.from('HTTP/1.')) || headEnd < 0) return drip(piece, link, bytes, everyMs);
    await write(link.client, piece.subarray(0, headEnd + emptyLine.length));
    return drip(piece.subarray(headEnd + emptyLine.length), link, bytes, everyMs);
  },
});

async function hold(piece: Buffer, { changed }: Link): Promise<Buffer> {
  await pause(Infinity, changed);
  return piece;
}

async function drip(piece: Buffer, { client, changed }: Link, bytes: number, everyMs: number): Promise<Buffer> {
  let rest = piece;
  while (rest.length > 0 && !client.destroyed && !changed.aborted) {
    await write(client, rest.subarray(0, bytes));
    rest = rest.subarray(bytes);
    await pause(everyMs, changed);
  }
  return client.destroyed ? noBytes : rest;
}
