import { createServer, type Socket } from 'node:net';
import {
  type DomainError,
  type Exchange,
  InFlight,
  SocketPort,
  type CloseOptions,
  type PortParts,
} from '@wellspring/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Asker } from './asker.ts';
import { FrontConnection, type ConnectionOwner, type FrontLimits } from './front-connection.ts';
import type { FrontRequest } from './front-request.ts';
import type { FrontResponse } from './front-response.ts';

export interface FrontOptions extends Pick<FrontLimits, 'headMs' | 'readMs'> {
  /** In all, whoever they are of. */
  maxConnections: number;
  /** For every response, unless it brings its own `strict-transport-security`: name, value, name, value. */
  responseHeaders: readonly string[];
}

/** What becomes of what comes in by the front. None of these may throw, or reject. */
export interface FrontHandler {
  /** A connection has been opened. @returns whether it may stay; otherwise it has to be answered, and ended. */
  connection(socket: Socket): boolean;
  request(request: FrontRequest, response: FrontResponse, exchange: Exchange): void;
  /** Answers a request in place of `request`: there are too many. */
  overload(error: DomainError, response: FrontResponse, exchange: Exchange): void;
  /**
   * Takes over the connection of a WebSocket's handshake; `early` are bytes sent after it without waiting. Settles once
   * the handshake has been answered.
   */
  upgrade(request: FrontRequest, socket: Socket, early: Buffer): Promise<void>;
  /**
   * Answers, on a bare socket, what is no request: malformed, too large, too slow. It has to end the socket.
   * @param response to the request whose body went wrong
   * @returns status of the answer
   */
  refuse(socket: Socket, error: unknown, asker: Asker, response: FrontResponse | undefined): number;
}

const longestSweepMs = 1_000;
/** Beyond the cap there is no answer any more, not even that there are too many. */
const hardCapShare = 1.1;
/** Silence after which a peer is asked whether it is still there: a tunnel may have nothing to say for hours. */
const keepAliveProbeMs = 60_000;

/**
 * The gateway's service port: HTTP/1.1 on bare sockets, strict where node:http has to be general.
 * Whatever it takes for a request, Node's own parser takes for the same one (see its differential test).
 */
export class FrontPort extends SocketPort implements ConnectionOwner {
  readonly limits: FrontLimits;
  readonly keepAliveLines: string;
  readonly responseLines: string = '';
  private readonly connections = new InFlight<FrontConnection>();
  /** Sockets of handshakes not answered yet. */
  private readonly handshakes = new Set<Socket>();
  private readonly timer: NodeJS.Timeout;
  private handler: FrontHandler | undefined;

  constructor(
    { options, exchanges }: PortParts,
    { headMs, readMs, maxConnections, responseHeaders }: FrontOptions,
    private readonly handlerOf: (app: NestFastifyApplication) => FrontHandler,
  ) {
    const { headerLimitBytes, keepAliveTimeoutMs } = options;
    super(
      createServer({ noDelay: true, allowHalfOpen: true, keepAlive: true, keepAliveInitialDelay: keepAliveProbeMs }),
      exchanges,
    );
    this.limits = { headBytes: headerLimitBytes, headMs, readMs, idleMs: keepAliveTimeoutMs };
    this.keepAliveLines = `connection: keep-alive\r\nkeep-alive: timeout=${Math.floor(keepAliveTimeoutMs / 1_000)}\r\n`;
    for (let i = 0; i < responseHeaders.length; i += 2)
      this.responseLines += `${responseHeaders[i] ?? ''}: ${responseHeaders[i + 1] ?? ''}\r\n`;
    this.server.maxConnections = Math.ceil(maxConnections * hardCapShare);
    this.server.on('connection', (socket) => {
      if (this.opened.connection(socket)) this.connections.add(new FrontConnection(socket, this));
    });
    // One sweep over all connections costs far less than timers for each.
    this.timer = setInterval(
      () => {
        this.sweep();
      },
      Math.min(longestSweepMs, headMs / 2),
    ).unref();
  }

  open(app: NestFastifyApplication): void {
    this.handler = this.handlerOf(app);
  }

  override async close(options: CloseOptions): Promise<void> {
    await super.close(options);
    clearInterval(this.timer);
  }

  accept(request: FrontRequest, response: FrontResponse): void {
    const exchange = this.exchanges.begin(request, response);
    response.onClose(() => {
      this.exchanges.end(exchange);
    });
    this.exchanges.admit(
      exchange,
      () => {
        this.opened.request(request, response, exchange);
      },
      (error) => {
        this.opened.overload(error, response, exchange);
      },
    );
  }

  upgrade(request: FrontRequest, socket: Socket, early: Buffer): void {
    this.handshakes.add(socket);
    void this.opened.upgrade(request, socket, early).then(() => {
      this.handshakes.delete(socket);
    });
  }

  refuse(socket: Socket, error: unknown, asker: Asker, response: FrontResponse | undefined): number {
    return this.opened.refuse(socket, error, asker, response);
  }

  closed(connection: FrontConnection): void {
    this.connections.delete(connection);
  }

  protected override isBusy(socket: Socket): boolean {
    return super.isBusy(socket) || this.handshakes.has(socket);
  }

  private get opened(): FrontHandler {
    if (this.handler === undefined) throw new Error('The port is not open');
    return this.handler;
  }

  private sweep(): void {
    const now = performance.now();
    for (const connection of this.connections) connection.tick(now);
  }
}
