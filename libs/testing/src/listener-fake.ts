import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a listener was sent. */
export interface Told {
  path: string;
  body: { eventId: string; eventType: string; eventTime: string; event: Record<string, Record<string, unknown>> };
}

/** Another system that has registered at a hub (TMF630) and is told of events, over real HTTP. */
export class ListenerFake {
  readonly told: Told[] = [];
  /** What it answers; nothing: it hangs. */
  status: number | undefined = 204;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ListenerFake> {
    const server = createServer();
    const fake = new ListenerFake(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (fake.status === undefined) return;
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Told['body'];
        if (fake.status < 300) fake.told.push({ path: request.url ?? '', body });
        response.writeHead(fake.status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What was told of one resource, in the order it came. */
  of(id: string): string[] {
    return this.told
      .filter(({ body: { event } }) => Object.values(event)[0]?.['id'] === id)
      .map(({ body }) => body.eventType);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
