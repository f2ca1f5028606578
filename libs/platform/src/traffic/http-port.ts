import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { refusal } from '../errors/to-domain-error.ts';
import type { RequestContextSeed } from '../tracing/request-context.ts';
import { answerBareSocket } from './bare-socket.ts';
import type { Exchanges } from './exchanges.ts';
import { listen, portOf } from './listening.ts';
import { refuse } from './refuse.ts';
import type { CloseOptions, HttpPortOptions, PortParts, ServicePort } from './service-port.ts';
import { Sockets } from './sockets.ts';

/**
 * An HTTP listener that knows what is in flight: gives each request its context, refuses what exceeds the limits,
 * reports each exchange once it is over, and can be closed without failing anybody.
 */
export class HttpPort implements ServicePort {
  readonly server: Server;
  private handler: RequestListener | undefined;
  private readonly options: HttpPortOptions;
  private readonly exchanges: Exchanges;
  private readonly sockets: Sockets;

  /** @param trustsCallers whether callers are ours, so that their `traceparent` and `x-request-timeout-ms` count */
  constructor(
    { options, exchanges }: PortParts,
    private readonly trustsCallers: boolean,
  ) {
    this.options = options;
    this.exchanges = exchanges;
    this.server = createServer(
      {
        maxHeaderSize: options.headerLimitBytes,
        keepAliveTimeout: options.keepAliveTimeoutMs,
        headersTimeout: options.requestTimeoutMs,
        // Slow bodies are dealt with per exchange, where a clear answer is still possible.
        requestTimeout: 0,
        connectionsCheckingInterval: Math.min(1_000, options.requestTimeoutMs),
        noDelay: true,
      },
      (request, response) => {
        this.accept(request, response);
      },
    );
    this.server.on('clientError', answerBareSocket);
    this.sockets = new Sockets(this.server);
  }

  /** For Fastify's `serverFactory`: its router becomes the handler of this port. */
  adopt(handler: RequestListener): Server {
    this.handler = handler;
    return this.server;
  }

  get listening(): boolean {
    return this.server.listening;
  }

  get port(): number {
    return portOf(this.server);
  }

  get inFlight(): number {
    return this.exchanges.size;
  }

  listen(port: number, host: string): Promise<void> {
    return listen(this.server, port, host);
  }

  announceClose(): void {
    this.exchanges.announceClose();
  }

  async close(options: CloseOptions): Promise<void> {
    this.announceClose();
    const closed = new Promise<void>((resolve) => {
      // Not Server.close() of node:http: it resets idle connections at once, on some of which a request is under way.
      NetServer.prototype.close.call(this.server, () => {
        resolve();
      });
    });
    await this.sockets.drain({ isBusy: (socket) => this.exchanges.isOn(socket), ...options });
    await closed;
    this.exchanges.stop();
  }

  private accept(request: IncomingMessage, response: ServerResponse): void {
    const exchange = this.exchanges.begin(request, response, this.seedOf(request));
    response.once('close', () => {
      this.exchanges.end(exchange);
    });
    this.exchanges.admit(exchange, () => {
      if (this.handler === undefined) refuse(exchange, response, refusal(503));
      else this.handler(request, response);
    });
  }

  private seedOf({ headers }: IncomingMessage): RequestContextSeed {
    // An edge passes on uploads of any length and answers of any patience: it keeps deadlines of its own.
    if (!this.trustsCallers) return {};
    const traceparent = headers['traceparent'];
    return {
      traceparent: typeof traceparent === 'string' ? traceparent : undefined,
      deadlineMs: Math.min(this.options.requestTimeoutMs, callersTimeout(headers['x-request-timeout-ms'])),
    };
  }
}

function callersTimeout(header: string | string[] | undefined): number {
  const milliseconds = typeof header === 'string' ? Number.parseInt(header, 10) : Number.NaN;
  return milliseconds > 0 ? milliseconds : Number.POSITIVE_INFINITY;
}
