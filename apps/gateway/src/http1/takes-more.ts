import type { Socket } from 'node:net';

/**
 * Whether a socket wants more after a write; `drain` follows when it does not. What `write()` returns says less: false for
 * every piece as long as the socket's buffer, although the system took it at once, and its sender be stopped and started again.
 */
export function takesMore(socket: Socket): boolean {
  return socket.writableLength < socket.writableHighWaterMark;
}
