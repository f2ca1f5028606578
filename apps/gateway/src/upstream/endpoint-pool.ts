import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import type { Heads } from './heads.ts';
import { Presence } from './presence.ts';
import { ReadMemory } from './read-memory.ts';
import {
  UpstreamConnection,
  type ConnectionOwner,
  type ResponseHandler,
  type UpstreamRequest,
} from './upstream-connection.ts';
import { failureOf, UpstreamError } from './upstream-error.ts';

export interface PoolLimits {
  maxConnections: number;
  /** Requests that may wait for a connection; above that they are refused at once. */
  maxWaiting: number;
  connectTimeoutMs: number;
  /** An idle connection older than this is not used again. Below the usual 5 s after which a Node server closes it. */
  maxIdleMs: number;
}

/** What is special about connections to one upstream. */
export interface ConnectionManners {
  /** How heads of answers are read; absent: strictly. */
  heads?: Heads;
  /** For https, on top of what is usual. */
  tls?: tls.ConnectionOptions;
}

interface Waiting {
  request: UpstreamRequest;
  handler: ResponseHandler;
}

/** A request that may still be waiting for its connection. */
export interface PendingRequest {
  /** Gives up before the request was written; does nothing afterwards. */
  cancel(): void;
}

const alreadySent: PendingRequest = { cancel: () => undefined };

/** A write that meets a closing idle connection cannot be repeated, so it takes only one that was in use just now. */
const maxIdleForUnsafeMs = 1_000;

/** A tunnel may be silent for hours: its peer is asked whether it is still there. */
const keepAlive = { keepAlive: true, keepAliveInitialDelay: 10_000 };

/** A handshake takes several round trips, and keys have to be worked out. */
const handshakeTimeoutMs = 3_000;

/** The connections to one address. */
export class EndpointPool implements ConnectionOwner {
  readonly url: URL;
  private readonly limits: PoolLimits;
  private readonly host: string;
  private readonly presence: Presence;
  private readonly all = new Set<UpstreamConnection>();
  private readonly idle: UpstreamConnection[] = [];
  private readonly waiting: Waiting[] = [];
  private connecting = 0;
  private retired = false;

  /** @param address where the host of the URL is; absent: it is looked up for each connection */
  constructor(
    url: URL,
    limits: PoolLimits,
    private readonly manners: ConnectionManners = {},
    address?: string,
  ) {
    this.url = url;
    this.limits = limits;
    this.host = address ?? hostOf(url);
    this.presence = new Presence(this.host, portOf(url));
  }

  /** Whether anything of it is left. */
  get isOpen(): boolean {
    return this.all.size + this.connecting > 0;
  }

  get connections(): { open: number; idle: number; waiting: number } {
    return { open: this.all.size, idle: this.idle.length, waiting: this.waiting.length };
  }

  send(request: UpstreamRequest, handler: ResponseHandler, options: { safe: boolean; fresh: boolean }): PendingRequest {
    const connection = options.fresh ? undefined : this.takeIdle(options.safe);
    if (connection !== undefined) {
      connection.send(request, handler);
      return alreadySent;
    }
    if (this.waiting.length >= this.limits.maxWaiting) {
      handler.onError(new UpstreamError('pool_full', { unsent: true }));
      return alreadySent;
    }
    const waiting: Waiting = { request, handler };
    this.waiting.push(waiting);
    // None of those that are idle is young enough for this request, so the oldest makes room for a new one.
    if (this.all.size + this.connecting < this.limits.maxConnections) this.connect();
    else this.idle[0]?.destroy();
    return {
      cancel: () => {
        this.cancel(waiting);
      },
    };
  }

  release(connection: UpstreamConnection): void {
    const next = this.waiting.shift();
    if (next !== undefined) {
      connection.send(next.request, next.handler);
      return;
    }
    if (this.retired) {
      connection.destroy();
      return;
    }
    connection.idleSince = performance.now();
    this.idle.push(connection);
  }

  closed(connection: UpstreamConnection): void {
    this.all.delete(connection);
    const at = this.idle.indexOf(connection);
    if (at >= 0) this.idle.splice(at, 1);
    if (this.waiting.length > this.connecting && this.all.size + this.connecting < this.limits.maxConnections)
      this.connect();
  }

  heard(): void {
    this.presence.heard();
  }

  /** Closes what has been idle for too long, and gives up what waits for a machine that is gone; called twice a second. */
  sweep(now = performance.now()): void {
    for (const connection of this.idle.filter((each) => !this.fresh(each, now, this.limits.maxIdleMs)))
      connection.destroy();
    let isSilent = false;
    for (const connection of this.all) isSilent = connection.sweep() || isSilent;
    if (!isSilent) return;
    this.presence.ask((cause) => {
      this.closeIdle();
      for (const connection of [...this.all]) if (connection.isSilent) connection.lose(cause);
    });
  }

  /** What is under way is finished, and nothing is kept. */
  retire(): void {
    this.retired = true;
    this.closeIdle();
  }

  closeIdle(): void {
    for (const connection of [...this.idle]) connection.destroy();
  }

  close(): void {
    for (const connection of [...this.all]) connection.destroy();
  }

  /** The last one used is the one most likely to be alive. */
  private takeIdle(safe: boolean): UpstreamConnection | undefined {
    const now = performance.now();
    const maxIdleMs = safe ? this.limits.maxIdleMs : Math.min(maxIdleForUnsafeMs, this.limits.maxIdleMs);
    const last = this.idle.at(-1);
    if (last === undefined || !this.fresh(last, now, maxIdleMs) || !last.usable) return undefined;
    this.idle.pop();
    return last;
  }

  private fresh(connection: UpstreamConnection, now: number, maxIdleMs: number): boolean {
    const announcedMs = connection.idleTimeoutMs === undefined ? maxIdleMs : connection.idleTimeoutMs - 1_000;
    return now - connection.idleSince < Math.min(maxIdleMs, announcedMs);
  }

  private cancel(waiting: Waiting): void {
    const at = this.waiting.indexOf(waiting);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  private connect(): void {
    this.connecting += 1;
    // Only plain sockets can be read into memory of ours.
    const memory = this.url.protocol === 'https:' ? undefined : new ReadMemory();
    const socket = this.open(memory);
    const expire = (): void => {
      socket.destroy(Object.assign(new Error('connect timed out'), { code: 'ETIMEDOUT' }));
    };
    let timer = setTimeout(expire, this.limits.connectTimeoutMs);
    if (memory === undefined) {
      socket.once('connect', () => {
        clearTimeout(timer);
        timer = setTimeout(expire, handshakeTimeoutMs);
      });
    }
    const failed = (error: Error): void => {
      clearTimeout(timer);
      this.connecting -= 1;
      socket.destroy();
      // One refusal is one request's answer: the others wait for their own attempt.
      this.waiting.shift()?.handler.onError(new UpstreamError(failureOf(error), { unsent: true, cause: error }));
      if (this.waiting.length > this.connecting) this.connect();
    };
    socket.once('error', failed);
    socket.once(this.url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      this.connecting -= 1;
      const connection = new UpstreamConnection(socket, this, memory, this.manners.heads);
      this.all.add(connection);
      this.release(connection);
    });
  }

  private open(memory: ReadMemory | undefined): Socket {
    const { host } = this;
    const port = portOf(this.url);
    if (memory === undefined) {
      const name = hostOf(this.url);
      const servername = net.isIP(name) === 0 ? { servername: name } : {};
      return tls.connect({
        host,
        port,
        ALPNProtocols: ['http/1.1'],
        ...keepAlive,
        ...servername,
        ...this.manners.tls,
      });
    }
    return net.connect({
      host,
      port,
      noDelay: true,
      ...keepAlive,
      onread: memory.options,
    });
  }
}

/** Without the brackets of an IPv6 address. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

export function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80));
}
