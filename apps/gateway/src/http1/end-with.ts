import type { Socket } from 'node:net';

/** For a client to take what is left for it. */
const takingMs = 30_000;
/** How long a client may go on sending after its last response, so that it gets to read it before the connection is gone. */
const lingerMs = 2_000;

/**
 * Ends a connection with these last bytes, and reads on for a moment: closed with data it had not read it would be a reset,
 * and what was sent last be lost. Nobody else may listen to the socket any more.
 */
export function endWith(socket: Socket, last = ''): void {
  if (socket.destroyed) return;
  const destroy = (): void => {
    socket.destroy();
  };
  let timer = setTimeout(destroy, takingMs).unref();
  // It may have been ended already, and waits for the last of it to be taken.
  if (last !== '') socket.write(last);
  socket.end(() => {
    clearTimeout(timer);
    if (!socket.destroyed) timer = setTimeout(destroy, lingerMs).unref();
  });
  socket.once('close', () => {
    clearTimeout(timer);
  });
  socket.resume();
}
