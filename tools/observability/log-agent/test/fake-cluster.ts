/** Plays Elasticsearch, as far as bulk requests go, and the API server of Kubernetes. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Source = Record<string, unknown>;

interface Refusal {
  /** Of the whole request. */
  status?: number;
  itemStatus?: number;
  /** Only items that have this in them. */
  containing?: string;
}

export class FakeCluster {
  readonly digest = `sha256:${'a'.repeat(64)}`;
  /** Documents that came, those that were there already included. */
  received = 0;
  private refusal: Refusal = {};
  private readonly indices = new Map<string, Map<string, Source>>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  }

  static async start(host = '127.0.0.1'): Promise<FakeCluster> {
    const cluster = new FakeCluster();
    await new Promise<void>((resolve) => cluster.server.listen(0, host, resolve));
    return cluster;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    const { address, port } = this.server.address() as AddressInfo;
    return `http://${address}:${port}`;
  }

  get streams(): string[] {
    return [...this.indices.keys()];
  }

  documents(stream: string): Source[] {
    return [...(this.indices.get(stream)?.values() ?? [])];
  }

  refuse(refusal: Refusal): void {
    this.refusal = refusal;
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    if (request.url?.startsWith('/api/v1/') === true) {
      return {
        status: 200,
        body: { status: { containerStatuses: [{ name: 'billing', imageID: `r/b@${this.digest}` }] } },
      };
    }
    const lines = (await text(request)).trimEnd().split('\n');
    const { status } = this.refusal;
    if (status !== undefined) return { status, body: { error: { type: 'cluster_block_exception' }, status } };
    const items = lines.flatMap((line, index) =>
      index % 2 === 0 ? [{ create: this.create(JSON.parse(line) as { create: Place }, lines[index + 1] ?? '') }] : [],
    );
    return { status: 200, body: { items } };
  }

  private create({ create: { _index: stream, _id: id } }: { create: Place }, line: string): unknown {
    const { itemStatus: status, containing = '' } = this.refusal;
    if (status !== undefined && line.includes(containing) && !stream.includes('dead_letters')) {
      return { status, error: { type: 'mapper_parsing_exception', reason: 'failed to parse' } };
    }
    this.received += 1;
    const index = this.indices.get(stream) ?? new Map<string, Source>();
    this.indices.set(stream, index);
    if (index.has(id)) return { status: 409, error: { type: 'version_conflict_engine_exception', reason: 'exists' } };
    index.set(id, JSON.parse(line) as Source);
    return { status: 201 };
  }
}

interface Place {
  _index: string;
  _id: string;
}
