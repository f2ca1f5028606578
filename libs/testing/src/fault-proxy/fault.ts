import type { Socket } from 'node:net';

/** One proxied connection, as far as a fault may touch it. */
export interface Link {
  client: Socket;
  target: Socket;
  /** Aborted when another fault takes over, so that a waiting fault stops waiting. */
  changed: AbortSignal;
}

/**
 * What happens to the bytes of a connection. Both functions deal with a piece and give back what is left of it: the
 * rest goes to the fault that is set by then, so that bytes held back by a fault go on when it is lifted.
 */
export interface Fault {
  request(piece: Buffer, link: Link): Promise<Buffer>;
  response(piece: Buffer, link: Link): Promise<Buffer>;
  /** Time between the target's closing the connection and our closing it, in ms. */
  closeAfterMs: number;
}

export const noBytes = Buffer.alloc(0);

/** Writes with back-pressure: resolves when the socket takes more, or is gone. */
export async function write(socket: Socket, piece: Buffer): Promise<Buffer> {
  if (socket.destroyed || socket.write(piece)) return noBytes;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
  return noBytes;
}

/** Waits `ms` (for ever when infinite), but no longer than until `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = Number.isFinite(ms) ? setTimeout(done, ms) : undefined;
    signal.addEventListener('abort', done);
  });
}
