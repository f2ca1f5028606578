import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import {
  EcsLogging,
  HttpClient,
  type HttpClientOptions,
  type HttpRequest,
  Logger,
  Metrics,
} from '@wellspring/platform';
import { z } from 'zod';
import { type FaultProxy, faultProxy } from '../../src/index.ts';
import { CapturedLog, type LogLine } from '../../src/service/captured-log.ts';

export interface Invoice {
  number: string;
}

export const invoiceRequest: HttpRequest<Invoice> = {
  operation: 'get-invoice',
  method: 'GET',
  path: '/invoices/1',
  schema: z.object({ number: z.string() }),
};

/** A background system on a real socket, behind a fault proxy. Answers an invoice unless told otherwise. */
export class Dependency {
  readonly proxy: FaultProxy;
  /** Connections there have been. */
  connections = 0;
  readonly requests: { url: string; method: string; headers: IncomingHttpHeaders; body: string }[] = [];
  answer: RequestListener = (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ number: 'INV-1' }));
  };
  private readonly server: Server;

  private constructor(server: Server, proxy: FaultProxy) {
    this.server = server;
    this.proxy = proxy;
    server.on('connection', () => (this.connections += 1));
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        this.requests.push({ url: request.url ?? '', method: request.method ?? '', headers: request.headers, body });
        this.answer(request, response);
      });
    });
  }

  static async start(): Promise<Dependency> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new Dependency(server, await faultProxy({ target: `http://127.0.0.1:${address.port}/engine` }));
  }

  /** Answers with this status and text. */
  answers(status: number, text = '', headers: Record<string, string> = {}): void {
    this.answer = (_request, response) => {
      response.writeHead(status, headers).end(text);
    };
  }

  async stop(): Promise<void> {
    await this.proxy.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A client with a log and metrics to look at. */
export class ClientUnderTest {
  readonly client: HttpClient;
  private readonly metrics: Metrics;
  private readonly log = new CapturedLog();

  constructor(options: HttpClientOptions, name = 'billing-engine', metrics = new Metrics()) {
    this.metrics = metrics;
    const logging = new EcsLogging({
      serviceName: 'spec',
      serviceVersion: '1',
      level: 'debug',
      sink: this.log,
      secrets: [],
    });
    this.client = new HttpClient(name, options, { metrics, logger: new Logger(logging) });
  }

  get logs(): readonly LogLine[] {
    return this.log.lines;
  }

  /** The value of a metric with these labels; 0 when there is none. */
  async metric(name: string, labels: Record<string, string> = {}): Promise<number> {
    const scrape = await this.metrics.scrape();
    const line = scrape
      .split('\n')
      .find(
        (each) =>
          each.startsWith(`${name}{`) &&
          Object.entries(labels).every(([label, value]) => each.includes(`${label}="${value}"`)),
      );
    return Number(line?.split(' ').at(-1) ?? 0);
  }
}
