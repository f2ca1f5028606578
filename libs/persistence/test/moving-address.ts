import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** An address that leads to the server that is the primary, as a Service of Kubernetes does: `postgres-rw`. */
export class MovingAddress {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private target: number | undefined;
  private lost: string | undefined;
  private heldBackMs = 0;

  private constructor(target: number) {
    this.target = target;
    this.server = createServer((client) => this.join(client));
  }

  static async of(target: number): Promise<MovingAddress> {
    const address = new MovingAddress(target);
    address.server.listen(0, '127.0.0.1');
    await once(address.server, 'listening');
    return address;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** From an answer on that has this in it, nothing of a connection comes back: it was done, and nobody knows. */
  loseAnswersFrom(text: string): void {
    this.lost = text;
  }

  /** From now on a new connection leads nowhere for so long: the server has much to do. */
  holdBack(milliseconds: number): void {
    this.heldBackMs = milliseconds;
  }

  leadNowhere(): void {
    this.target = undefined;
  }

  leadTo(target: number): void {
    this.target = target;
    this.lost = undefined;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private join(client: Socket): void {
    if (this.target === undefined) {
      client.resetAndDestroy();
      return;
    }
    const { target } = this;
    if (this.heldBackMs === 0) this.lead(client, target);
    else setTimeout(() => this.lead(client, target), this.heldBackMs);
  }

  private lead(client: Socket, target: number): void {
    const server = connect(target, '127.0.0.1');
    client.pipe(server);
    let isCut = false;
    server.on('data', (chunk) => {
      isCut ||= this.lost !== undefined && chunk.includes(this.lost);
      if (!isCut) client.write(chunk);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
