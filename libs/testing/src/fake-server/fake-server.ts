import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  params: string[];
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}

export interface FakeAnswer {
  status: number;
  body: unknown;
}

export interface FakeRoute {
  operation: string;
  method: string;
  path: RegExp;
  handle: (request: FakeRequest) => FakeAnswer;
}

/** Stands between a request and its effect: it may leave out the effect, the answer, or both, or break the connection. */
export type Interceptor = (
  perform: () => FakeAnswer,
  reply: (answer: FakeAnswer) => void,
  drop: () => void,
) => void | Promise<void>;

/** A background system played by the test, over real HTTP. */
export class FakeServer {
  private readonly server = createServer((request, response) => {
    void this.serve(request, response);
  });
  private readonly interceptors = new Map<string, Interceptor>();
  private readonly counts = new Map<string, number>();

  constructor(private readonly routes: readonly FakeRoute[]) {}

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** How often an operation was asked for. */
  calls(operation: string): number {
    return this.counts.get(operation) ?? 0;
  }

  intercept(operation: string, interceptor: Interceptor): void {
    this.interceptors.set(operation, interceptor);
  }

  /** Every operation takes the request and never answers. */
  hang(): void {
    for (const { operation } of this.routes) this.intercept(operation, () => undefined);
  }

  heal(): void {
    this.interceptors.clear();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const body = await bodyOf(request);
    for (const { operation, method, path, handle } of this.routes) {
      const match = path.exec(url.pathname);
      if (!match || method !== request.method) continue;
      this.counts.set(operation, this.calls(operation) + 1);
      const params = match.slice(1).map(decodeURIComponent);
      const perform = (): FakeAnswer => handle({ params, query: url.searchParams, headers: request.headers, body });
      const reply = (answer: FakeAnswer): void => {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      };
      const interceptor = this.interceptors.get(operation);
      const drop = (): void => {
        request.socket.destroy();
      };
      if (interceptor) await interceptor(perform, reply, drop);
      else reply(perform());
      return;
    }
    response.writeHead(404).end('{}');
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}
