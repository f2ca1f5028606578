/** Plays the saved objects API of Kibana as far as it is used: import and export. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Kept {
  type: string;
  id: string;
  attributes: Record<string, unknown>;
}

export class FakeKibana {
  readonly objects = new Map<string, Kept>();
  /** What every import fails with. */
  refusal: { type: string } | undefined;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      void text(request).then((body) => {
        const isAllowed = request.headers['kbn-xsrf'] !== undefined && request.headers.authorization === 'ApiKey key';
        const isImport = request.url === '/api/saved_objects/_import?overwrite=true';
        const [status, answer] = !isAllowed ? [400, {}] : isImport ? this.import(body) : this.export(body);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
  }

  static async start(): Promise<FakeKibana> {
    const kibana = new FakeKibana();
    await new Promise<void>((resolve) => kibana.server.listen(0, '127.0.0.1', resolve));
    return kibana;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private import(body: string): [number, unknown] {
    const line = body.split('\r\n').find((each) => each.startsWith('{')) ?? '';
    const object = JSON.parse(line) as Kept;
    if (this.refusal) return [200, { success: false, errors: [{ id: object.id, error: this.refusal }] }];
    this.objects.set(`${object.type} ${object.id}`, object);
    return [200, { success: true, successCount: 1 }];
  }

  private export(body: string): [number, unknown] {
    const { objects } = JSON.parse(body) as { objects: [Kept] };
    const found = this.objects.get(`${objects[0].type} ${objects[0].id}`);
    return found === undefined
      ? [400, { error: 'Bad Request', message: 'Error fetching objects to export' }]
      : [200, found];
  }
}
