import type { Socket } from 'node:net';
import { type Fault, type Link, pause } from './fault.ts';

/** The fault in force and the signal that ends it, asked for anew with every piece. */
export type CurrentFault = () => { fault: Fault; changed: AbortSignal };

/** Joins two sockets, passing every piece through the fault in force. */
export function join(client: Socket, target: Socket, current: CurrentFault): void {
  const gone = new AbortController();
  const pass = async (way: 'request' | 'response', piece: Buffer): Promise<void> => {
    let rest = piece;
    while (rest.length > 0 && !client.destroyed) {
      const { fault, changed } = current();
      const link: Link = { client, target, changed: AbortSignal.any([changed, gone.signal]) };
      rest = await fault[way](rest, link);
    }
  };
  const requests = forward(client, (piece) => pass('request', piece));
  const responses = forward(target, (piece) => pass('response', piece));

  client.on('end', () => void requests().then(() => target.end()));
  target.on('end', () => {
    void responses()
      .then(() => pause(current().fault.closeAfterMs, gone.signal))
      .then(() => client.end());
  });
  // A target that breaks the connection, or cannot be reached at all, must look like that to the client, too.
  target.on('error', () => client.resetAndDestroy());
  client.on('error', () => target.destroy());
  client.on('close', () => {
    gone.abort();
    target.destroy();
  });
}

/** Handles the pieces of a socket one after the other; the function it gives waits for those that have come. */
function forward(socket: Socket, handle: (piece: Buffer) => Promise<void>): () => Promise<void> {
  let handled = Promise.resolve();
  socket.on('data', (piece: Buffer) => {
    socket.pause();
    handled = handled.then(() => handle(piece)).then(() => void socket.resume());
  });
  return () => handled;
}
