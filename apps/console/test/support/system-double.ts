import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface Asked {
  method: string;
  url: string;
  authorization: string;
  body: string;
}

type Answer = (response: ServerResponse) => void;

/** The management port of a system behind the console, answering as the test says. */
export class SystemDouble {
  readonly asked: Asked[] = [];
  /** Event streams that are open now. */
  readonly streams = new Set<ServerResponse>();
  private readonly answers = new Map<string, Answer>();

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.answer(request, response));
  }

  static async start(): Promise<SystemDouble> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new SystemDouble(server);
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The double does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** @param request such as `GET /operations/v1/capabilities`. */
  when(request: string, status: number, body: unknown): void {
    this.answers.set(request, (response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }

  say(event: string): void {
    for (const stream of this.streams) stream.write(event);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    if (url === '/health/live') {
      response.end('{}');
      return;
    }
    this.asked.push({ method, url, authorization: headers.authorization ?? '', body });
    const answer = this.answers.get(`${method} ${url}`);
    if (answer !== undefined) {
      answer(response);
    } else if (url === '/operations/v1/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      this.streams.add(response);
      response.once('close', () => this.streams.delete(response));
    } else {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"NOT_FOUND"}');
    }
  }
}
