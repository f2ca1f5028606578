import type { Server, Socket } from 'node:net';

const pollMs = 25;

export interface DrainOptions {
  /** Whether a request on this socket is being answered. */
  readonly isBusy: (socket: Socket) => boolean;
  readonly idleGraceMs: number;
  readonly drainMs: number;
}

/** The open connections of a server. Node's own list takes one that never sent a request for a busy one. */
export class Sockets {
  private readonly open = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.open.add(socket);
      socket.once('close', () => {
        this.open.delete(socket);
      });
    });
  }

  /** Ends silent connections after the grace, busy ones when answered, all that is left at the deadline. */
  async drain({ isBusy, idleGraceMs, drainMs }: DrainOptions): Promise<void> {
    const startMs = performance.now();
    const elapsedMs = (): number => performance.now() - startMs;
    const bytesSeen = new Map<Socket, number>();
    while (this.open.size > 0 && elapsedMs() < drainMs) {
      const graceIsOver = elapsedMs() >= idleGraceMs;
      for (const socket of this.open) {
        // Bytes without a request yet are the beginning of one.
        const isSilent = bytesSeen.get(socket) === socket.bytesRead && !isBusy(socket);
        if (graceIsOver && isSilent) socket.destroy();
        bytesSeen.set(socket, socket.bytesRead);
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    for (const socket of this.open) socket.destroy();
  }
}
