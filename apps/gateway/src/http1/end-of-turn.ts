import type { Socket } from 'node:net';

type Done = (error?: Error | null) => void;

interface Write {
  readonly socket: Socket;
  readonly text: string;
  readonly done: Done | undefined;
}

let pending: Write[] = [];

/**
 * Writes latin1 text at the end of this turn of the event loop, together with all others of it. A write to a peer that
 * sleeps pays for waking it, and whoever waits for several answers sleeps between any two of them; in a row they also run
 * in caches that are still warm. Nothing else may be written to the socket in between.
 * @param done called when it was handed to the operating system, or could not be; not when the socket was destroyed before
 */
export function writeAtEndOfTurn(socket: Socket, text: string, done?: Done): void {
  if (pending.length === 0) setImmediate(flush);
  pending.push({ socket, text, done });
}

function flush(): void {
  const writes = pending;
  pending = [];
  for (const { socket, text, done } of writes) if (!socket.destroyed) socket.write(text, 'latin1', done);
}
