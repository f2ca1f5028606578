import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { refusal } from '../errors/to-domain-error.ts';
import type { RequestContextSeed } from '../tracing/request-context.ts';
import { answerBareSocket } from './bare-socket.ts';
import { refuse } from './refuse.ts';
import type { HttpPortOptions, PortParts } from './service-port.ts';
import { SocketPort } from './socket-port.ts';

/**
 * An HTTP listener that knows what is in flight: gives each request its context, refuses what exceeds the limits,
 * reports each exchange once it is over, and can be closed without failing anybody.
 */
export class HttpPort extends SocketPort<Server> {
  private handler: RequestListener | undefined;
  private readonly options: HttpPortOptions;

  /** @param trustsCallers whether callers are ours, so that their `traceparent` and `x-request-timeout-ms` count */
  constructor(
    { options, exchanges }: PortParts,
    private readonly trustsCallers: boolean,
  ) {
    super(
      createServer({
        maxHeaderSize: options.headerLimitBytes,
        keepAliveTimeout: options.keepAliveTimeoutMs,
        headersTimeout: options.requestTimeoutMs,
        // Slow bodies are dealt with per exchange, where a clear answer is still possible.
        requestTimeout: 0,
        connectionsCheckingInterval: Math.min(1_000, options.requestTimeoutMs),
        noDelay: true,
      }),
      exchanges,
    );
    this.options = options;
    this.server.on('request', (request, response) => {
      this.accept(request, response);
    });
    this.server.on('clientError', answerBareSocket);
  }

  /** For Fastify's `serverFactory`: its router becomes the handler of this port. */
  adopt(handler: RequestListener): Server {
    this.handler = handler;
    return this.server;
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
