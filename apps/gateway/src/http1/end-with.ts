import type { Duplex } from 'node:stream';

/** How long a client may go on sending after its last response, so that it gets to read it before the connection is gone. */
const lingerMs = 2_000;

/**
 * Ends a connection with these last bytes, and reads on for a moment: closed with data it had not read it would be a reset,
 * and what was sent last be lost. Nobody else may listen to the socket any more.
 */
export function endWith(socket: Duplex, last = ''): void {
  if (socket.destroyed) return;
  socket.end(last);
  const timer = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once('close', () => {
    clearTimeout(timer);
  });
  socket.resume();
}
