import type { Duplex } from 'node:stream';
import type { Endpoint } from './endpoint.ts';
import type { PendingRequest } from './endpoint-pool.ts';
import { requestStart } from './request-start.ts';
import type { ResponseHead } from './response-head.ts';
import type { Lease, Upstream } from './upstream.ts';
import type { ResponseHandler, UpstreamConnection } from './upstream-connection.ts';
import { UpstreamError } from './upstream-error.ts';

export interface BufferedRequestOptions {
  method: string;
  target: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  timeoutMs: number;
  maxBodyBytes: number;
  /** Asked for each piece of the body before it is kept; the request is given up when it says no. */
  mayKeep?: ((bytes: number) => boolean) | undefined;
  signal?: AbortSignal | undefined;
  /** The node to be asked, as long as it is there; absent: any. */
  node?: Endpoint | undefined;
}

export interface BufferedResponse {
  status: number;
  /** The node that answered. */
  node: Endpoint;
  headers: Readonly<Record<string, string | string[]>>;
  body: Buffer;
  durationMs: number;
}

/**
 * A request of the gateway's own to an upstream, its response read whole: for the bridge and the shadow.
 * @throws {UpstreamError} also when the body is larger than allowed or may not be kept (`bad_payload`)
 */
export function requestBuffered(upstream: Upstream, options: BufferedRequestOptions): Promise<BufferedResponse> {
  return new Promise((resolve, reject) => {
    new BufferedExchange(upstream, options, resolve, reject).start();
  });
}

class BufferedExchange implements ResponseHandler {
  private readonly startedAt = performance.now();
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private durationMs = 0;
  private head: ResponseHead | undefined;
  private node: Endpoint | undefined;
  private lease: Lease | undefined;
  private pending: PendingRequest | undefined;
  private connection: UpstreamConnection | undefined;
  private timer: NodeJS.Timeout | undefined;
  private retried = false;
  private over = false;

  constructor(
    private readonly upstream: Upstream,
    private readonly options: BufferedRequestOptions,
    private readonly resolve: (response: BufferedResponse) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  start(): void {
    const { signal, timeoutMs } = this.options;
    if (signal?.aborted === true) {
      this.onError(new UpstreamError('timeout', { unsent: true }));
      return;
    }
    this.timer ??= setTimeout(this.giveUp, timeoutMs);
    signal?.addEventListener('abort', this.giveUp, { once: true });
    this.lease = this.upstream.lease({ node: this.options.node });
    if (this.lease === undefined) {
      this.onError(new UpstreamError('breaker_open', { unsent: true }));
      return;
    }
    this.send(this.lease);
  }

  private send(lease: Lease): void {
    const { endpoint } = lease;
    const { method, body } = this.options;
    const safe = method === 'GET' || method === 'HEAD';
    const request = {
      method,
      head: this.headText(endpoint),
      body: body === undefined ? ('none' as const) : ('length' as const),
      upgrade: false,
    };
    const pending = endpoint.pool.send(request, this, { safe, fresh: this.retried });
    // A pool that is full refuses at once, and the next attempt is under way by now.
    if (lease.endpoint === endpoint) this.pending = pending;
  }

  onSent(connection: UpstreamConnection): void {
    this.connection = connection;
    if (this.options.body === undefined) return;
    connection.write(Buffer.from(this.options.body));
    connection.endBody();
  }

  onHead(head: ResponseHead): void {
    this.head = head;
    this.node = this.lease?.endpoint;
    this.durationMs = performance.now() - this.startedAt;
  }

  holdsOn(): boolean {
    return false;
  }

  onBody(chunk: Buffer): boolean {
    if (this.over) return true;
    const { maxBodyBytes, mayKeep } = this.options;
    this.bytes += chunk.length;
    if (this.bytes <= maxBodyBytes && mayKeep?.(chunk.length) !== false) this.chunks.push(Buffer.from(chunk));
    else this.fail(new UpstreamError('bad_payload', { unsent: false }));
    return true;
  }

  onEnd(): void {
    const { head, node } = this;
    if (this.over || head === undefined || node === undefined) return;
    this.end('succeeded');
    this.resolve({
      status: head.status,
      node,
      headers: headerRecord(head),
      body: Buffer.concat(this.chunks),
      durationMs: this.durationMs,
    });
  }

  onError(error: UpstreamError): void {
    if (this.over) return;
    const { lease } = this;
    if (lease !== undefined && this.upstream.moveOn(lease, error)) {
      this.send(lease);
      return;
    }
    if (error.reused && !this.retried && this.options.body === undefined) {
      this.settle('released');
      this.retried = true;
      this.start();
      return;
    }
    this.end(error.failure === 'breaker_open' || error.failure === 'pool_full' ? 'released' : 'failed');
    this.reject(error);
  }

  onSwitch(_head: ResponseHead, socket: Duplex): void {
    socket.destroy();
    this.onError(new UpstreamError('bad_payload', { unsent: false }));
  }

  onInformation(): void {
    /* only the final response counts */
  }
  onPause(): void {
    /* everything is collected until the end */
  }
  onDrain(): void {
    /* the body was written at once */
  }

  private readonly giveUp = (): void => {
    this.fail(new UpstreamError('timeout', { unsent: false }));
  };

  private fail(error: UpstreamError): void {
    if (this.over) return;
    this.pending?.cancel();
    this.connection?.abandon();
    this.onError(error);
  }

  private end(outcome: 'succeeded' | 'failed' | 'released'): void {
    this.over = true;
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this.giveUp);
    this.settle(outcome);
  }

  private settle(outcome: 'succeeded' | 'failed' | 'released'): void {
    const { lease } = this;
    this.lease = undefined;
    if (lease === undefined) return;
    if (outcome === 'succeeded') this.upstream.succeed(lease);
    else if (outcome === 'failed') this.upstream.fail(lease);
    else this.upstream.release(lease);
  }

  private headText(endpoint: Endpoint): string {
    const { method, target, headers, body, timeoutMs } = this.options;
    const lines = Object.entries(headers)
      .filter(
        ([name, value]) =>
          !/[\r\n\0]/.test(name + value) && !/^(host|content-length|transfer-encoding|connection|expect)$/i.test(name),
      )
      .map(([name, value]) => `${name}: ${value}\r\n`);
    const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
    return `${requestStart(method, target, this.upstream, endpoint)}${lines.join('')}x-request-timeout-ms: ${timeoutMs}\r\n${length}\r\n`;
  }
}

function headerRecord({ headers }: ResponseHead): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = {};
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const value = headers[i + 1] ?? '';
    const before = record[name];
    if (name === 'set-cookie') record[name] = [...(Array.isArray(before) ? before : []), value];
    else record[name] = typeof before === 'string' ? `${before}, ${value}` : value;
  }
  return record;
}
