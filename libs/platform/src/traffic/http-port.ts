import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { refusal } from '../errors/to-domain-error.ts';
import { RequestContext } from '../tracing/request-context.ts';
import { answerBareSocket } from './bare-socket.ts';
import { Exchange, type ExchangeListener, type ExchangeObserver } from './exchange.ts';
import { InFlight } from './in-flight.ts';
import { refuse } from './refuse.ts';
import { RequestTimeouts } from './request-timeouts.ts';
import { Sockets } from './sockets.ts';

export interface HttpPortOptions {
  readonly keepAliveTimeoutMs: number;
  readonly headerLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly maxConcurrentRequests: number;
}

export interface HttpPortRole {
  /** Whether callers are ours, so that their `traceparent` and `x-request-timeout-ms` count. */
  readonly trustsCallers: boolean;
  /** Told about every exchange that is over. */
  readonly observers: readonly ExchangeObserver[];
}

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * An HTTP listener that knows what is in flight: gives each request its context, refuses what exceeds the limits,
 * reports each exchange once it is over, and can be closed without failing anybody.
 */
export class HttpPort {
  readonly server: Server;
  /** Handles requests. */
  listener: ExchangeListener = (_request, response, exchange) => {
    refuse(exchange, response, refusal(503));
  };
  private readonly exchanges = new InFlight<Exchange>();
  private readonly sockets: Sockets;
  private readonly timeouts: RequestTimeouts;
  private closing = false;

  constructor(
    private readonly options: HttpPortOptions,
    private readonly role: HttpPortRole,
  ) {
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
    this.timeouts = new RequestTimeouts(this.exchanges, options.requestTimeoutMs);
  }

  /** For Fastify's `serverFactory`: its router becomes the listener of this port. */
  adopt(handler: RequestListener): Server {
    this.listener = (request, response) => {
      handler(request, response);
    };
    return this.server;
  }

  /** Takes part in upgrades (WebSocket); such connections are given until the drain deadline. */
  onUpgrade(upgrade: UpgradeListener): void {
    this.server.on('upgrade', upgrade);
  }

  async listen(port: number, host: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<true>();
    this.server.once('error', reject);
    this.server.listen(port, host, () => {
      resolve(true);
    });
    await promise;
    this.server.off('error', reject);
  }

  get port(): number {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The port is not listening');
    return address.port;
  }

  get inFlight(): number {
    return this.exchanges.size;
  }

  /** From now on each response tells its client to open the next connection somewhere else. */
  announceClose(): void {
    this.closing = true;
    for (const { response } of this.exchanges) closeAfter(response);
  }

  /**
   * Stops accepting connections, answers what is in flight and what still arrives on open connections, then closes.
   * A silent connection is kept for the grace: its client may be sending at this very moment.
   */
  async close({ idleGraceMs, drainMs }: { idleGraceMs: number; drainMs: number }): Promise<void> {
    this.announceClose();
    const closed = new Promise<void>((resolve) => {
      // Not Server.close() of node:http: it resets idle connections at once, on some of which a request is under way.
      NetServer.prototype.close.call(this.server, () => {
        resolve();
      });
    });
    await this.sockets.drain({ isBusy: (socket) => this.isBusy(socket), idleGraceMs, drainMs });
    await closed;
    this.timeouts.stop();
  }

  private accept(request: IncomingMessage, response: ServerResponse): void {
    const exchange = new Exchange(request, response, this.contextOf(request));
    this.exchanges.add(exchange);
    response.once('close', () => {
      this.finish(exchange);
    });
    if (this.closing) closeAfter(response);
    if (this.exchanges.size > this.options.maxConcurrentRequests) {
      refuse(exchange, response, refusal(503, { headers: { 'retry-after': '1' } }));
      return;
    }
    RequestContext.run(exchange.context, () => {
      this.listener(request, response, exchange);
    });
  }

  private contextOf(request: IncomingMessage): RequestContext {
    const { requestTimeoutMs } = this.options;
    // An edge passes on uploads of any length and answers of any patience: it keeps deadlines of its own.
    if (!this.role.trustsCallers) return new RequestContext();
    const { headers } = request;
    const traceparent = headers['traceparent'];
    return new RequestContext({
      traceparent: typeof traceparent === 'string' ? traceparent : undefined,
      deadlineMs: Math.min(requestTimeoutMs, callersTimeout(headers['x-request-timeout-ms'])),
    });
  }

  private finish(exchange: Exchange): void {
    this.exchanges.delete(exchange);
    exchange.context.cancel();
    const durationMs = performance.now() - exchange.startedAtMs;
    for (const observer of this.role.observers) observer.finished(exchange, durationMs);
  }

  private isBusy(socket: Socket): boolean {
    for (const { request } of this.exchanges) if (request.socket === socket) return true;
    return false;
  }
}

function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

function callersTimeout(header: string | string[] | undefined): number {
  const milliseconds = typeof header === 'string' ? Number.parseInt(header, 10) : Number.NaN;
  return milliseconds > 0 ? milliseconds : Number.POSITIVE_INFINITY;
}
