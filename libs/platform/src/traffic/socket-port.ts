import { Server, type AddressInfo, type Socket } from 'node:net';
import type { Exchanges } from './exchanges.ts';
import type { CloseOptions, ServicePort } from './service-port.ts';
import { Sockets } from './sockets.ts';

/** What all ports over sockets have in common: they listen, and they close without failing anybody. */
export abstract class SocketPort<S extends Server = Server> implements ServicePort {
  private readonly sockets: Sockets;

  protected constructor(
    readonly server: S,
    protected readonly exchanges: Exchanges,
  ) {
    this.sockets = new Sockets(server);
  }

  get listening(): boolean {
    return this.server.listening;
  }

  get port(): number {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The port is not listening');
    return address.port;
  }

  get inFlight(): number {
    return this.exchanges.size;
  }

  /** @throws whatever keeps the server from listening, such as a port in use */
  async listen(port: number, host: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<true>();
    this.server.once('error', reject);
    this.server.listen(port, host, () => {
      resolve(true);
    });
    await promise;
    this.server.off('error', reject);
  }

  announceClose(): void {
    this.exchanges.announceClose();
  }

  async close(options: CloseOptions): Promise<void> {
    this.exchanges.announceClose();
    const closed = new Promise<void>((resolve) => {
      // Not Server.close() of node:http: it resets idle connections at once, on some of which a request is under way.
      Server.prototype.close.call(this.server, () => {
        resolve();
      });
    });
    await this.sockets.drain({ isBusy: (socket) => this.isBusy(socket), ...options });
    await closed;
    this.exchanges.stop();
  }

  /** Whether something on this socket has not been answered yet. */
  protected isBusy(socket: Socket): boolean {
    return this.exchanges.isOn(socket);
  }
}
