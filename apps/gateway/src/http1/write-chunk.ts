import type { Socket } from 'node:net';

/** Writes one chunk of a body whose length is not known (RFC 9112 section 7.1), all of it at once. */
export function writeChunk(socket: Socket, data: Buffer): void {
  socket.cork();
  socket.write(`${data.length.toString(16)}\r\n`, 'latin1');
  socket.write(data);
  socket.write('\r\n', 'latin1');
  socket.uncork();
}
