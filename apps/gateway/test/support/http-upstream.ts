import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  rawHeaders: string[];
}

/** A real HTTP server to stand behind the gateway. Says its name unless the test has it say something else. */
export class HttpUpstream {
  readonly seen: SeenRequest[] = [];
  handler: Handler;
  readonly server: http.Server;
  private port = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(readonly name: string) {
    this.handler = (_request, response) => response.end(name);
    this.server = http.createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
      this.seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
      });
      this.handler(request, response);
    });
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(name: string): Promise<HttpUpstream> {
    const upstream = new HttpUpstream(name);
    await new Promise<void>((resolve) => upstream.server.listen(0, '127.0.0.1', resolve));
    upstream.port = (upstream.server.address() as AddressInfo).port;
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get openSockets(): number {
    return this.sockets.size;
  }

  reset(): void {
    this.seen.length = 0;
    this.handler = (_request, response) => response.end(this.name);
  }

  /** At the same address. */
  async startAgain(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
