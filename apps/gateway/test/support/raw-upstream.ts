import net, { type AddressInfo, type Socket } from 'node:net';

/** A TCP server that answers with whatever bytes the test wants, to play an upstream that breaks the rules. */
export class RawUpstream {
  /** Everything received, per connection. */
  readonly received: string[] = [];
  readonly sockets: Socket[] = [];
  /** Called with each piece and everything this connection has sent so far. */
  onData: (socket: Socket, all: string) => void = () => undefined;
  private readonly server: net.Server;

  private constructor() {
    this.server = net.createServer((socket) => {
      const index = this.received.push('') - 1;
      this.sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        const all = (this.received[index] ?? '') + chunk.toString('latin1');
        this.received[index] = all;
        this.onData(socket, all);
      });
    });
  }

  static async start(): Promise<RawUpstream> {
    const upstream = new RawUpstream();
    await new Promise<void>((resolve) => upstream.server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers every complete request head with these bytes. */
  answer(bytes: string): void {
    this.onData = (socket, all) => {
      if (all.endsWith('\r\n\r\n')) socket.write(bytes, 'latin1');
    };
  }

  /** Forgets what it was told and closes its connections. */
  reset(): void {
    this.onData = () => undefined;
    for (const socket of this.sockets) socket.destroy();
    this.sockets.length = 0;
    this.received.length = 0;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
