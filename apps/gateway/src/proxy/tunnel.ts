import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { endWith } from '../http1/end-with.ts';
import type { Endpoint } from '../upstream/endpoint.ts';
import type { PendingRequest } from '../upstream/endpoint-pool.ts';
import { requestStart } from '../upstream/request-start.ts';
import type { ResponseHead } from '../upstream/response-head.ts';
import type { Lease, Upstream } from '../upstream/upstream.ts';
import type { ResponseHandler, UpstreamConnection } from '../upstream/upstream-connection.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { answerTo, writeFailure } from './failure-answer.ts';
import type { FrontRequest } from '../front/front-request.ts';
import type { RequestFacts } from '../front/request-facts.ts';

export interface TunnelRequest {
  request: FrontRequest;
  socket: Socket;
  /** Bytes the visitor sent after its request, without waiting. */
  early: Buffer;
  upstream: Upstream;
  facts: RequestFacts;
  target: string;
  forwarded: string;
  traceId: string;
  traceparent: string;
  credentials: string;
  /** The node to go to, as long as it is there. */
  node: Endpoint | undefined;
  timeoutMs: number;
  visitorHeaders(head: ResponseHead): string[];
  /** Called once, when the handshake has been answered, or will not be. */
  answered(): void;
  /** Called once, when nothing more passes. `status` is what the visitor was answered, `reason` that of whoever cut it. */
  closed(status: number, reason: string | undefined): void;
}

/** One upgraded connection (WebSocket): a handshake, then bytes both ways until either side has enough. */
export class Tunnel implements ResponseHandler {
  private readonly timer: NodeJS.Timeout;
  private lease: Lease | undefined;
  private pending: PendingRequest | undefined;
  private connection: UpstreamConnection | undefined;
  private inner: Duplex | undefined;
  private status = 0;
  private reason: string | undefined;
  private bytesPassed = 0;
  private passedAt = performance.now();
  private over = false;
  /** The upstream refused with an ordinary response, which is passed on. */
  private refused = false;

  constructor(private readonly asked: TunnelRequest) {
    this.timer = setTimeout(() => {
      this.fail(new UpstreamError('timeout', { unsent: false }));
    }, asked.timeoutMs);
  }

  open(): void {
    const { socket, upstream } = this.asked;
    socket.on('error', () => {
      this.close();
    });
    socket.on('close', () => {
      this.close();
    });
    this.lease = upstream.lease({ node: this.asked.node });
    if (this.lease === undefined) {
      this.fail(new UpstreamError('breaker_open', { unsent: true }));
      return;
    }
    this.send(this.lease);
  }

  /** How long nothing has passed, as of the last time this was asked. @param now by the monotonic clock */
  silentForMs(now: number): number {
    const { bytesRead, bytesWritten } = this.asked.socket;
    if (bytesRead + bytesWritten !== this.bytesPassed) {
      this.bytesPassed = bytesRead + bytesWritten;
      this.passedAt = now;
    }
    return now - this.passedAt;
  }

  /** Cuts both sides. */
  close(reason?: string): void {
    if (this.over) return;
    this.reason = reason;
    const { socket } = this.asked;
    // A refusal of unknown length ends with the connection: in an orderly way only when it is whole.
    if (this.refused) socket.resetAndDestroy();
    else socket.destroy();
    this.letGo();
  }

  onSent(connection: UpstreamConnection): void {
    if (this.over) connection.abandon();
    else this.connection = connection;
  }

  onSwitch(head: ResponseHead, inner: Duplex, rest: Buffer): void {
    clearTimeout(this.timer);
    this.settle('succeeded');
    this.connection = undefined;
    const { socket, early } = this.asked;
    this.inner = inner;
    inner.on('error', () => {
      this.close();
    });
    inner.on('close', () => {
      this.onInnerClose(inner);
    });
    socket.write(this.responseHead(head, ['connection', 'Upgrade', 'upgrade', upgradeOf(head)]), 'latin1');
    this.asked.answered();
    if (rest.length > 0) socket.write(rest);
    if (early.length > 0) inner.write(early);
    // Pipes hold each side back to the pace of the other; the end of one is passed on to the other.
    inner.pipe(socket);
    socket.pipe(inner);
  }

  onHead(head: ResponseHead): void {
    this.settle(head.status >= 502 ? 'failed' : 'succeeded');
    this.refused = true;
    this.asked.socket.write(this.responseHead(head, ['connection', 'close']), 'latin1');
  }

  onBody(chunk: Buffer): boolean {
    const { socket } = this.asked;
    if (socket.write(chunk)) return true;
    socket.once('drain', () => this.connection?.resume());
    return false;
  }

  holdsOn(): boolean {
    return true;
  }

  onEnd(): void {
    this.connection = undefined;
    endWith(this.asked.socket);
    this.letGo();
  }

  onError(error: UpstreamError): void {
    const { lease } = this;
    if (!this.over && lease !== undefined && this.asked.upstream.moveOn(lease, error)) this.send(lease);
    else this.fail(error);
  }

  onInformation(): void {
    /* a handshake has no use for hints */
  }
  onPause(): void {
    /* written as it comes */
  }
  onDrain(): void {
    /* there is no body */
  }

  private send(lease: Lease): void {
    const { endpoint } = lease;
    const { method } = this.asked.request;
    const request = { method, head: this.head(endpoint), body: 'none' as const, upgrade: true };
    const pending = endpoint.pool.send(request, this, { safe: false, fresh: true });
    // A pool that is full refuses at once, and the next attempt is under way by now.
    if (lease.endpoint === endpoint) this.pending = pending;
  }

  /** What an upstream that ended properly has said still reaches a visitor who is slow to take it. */
  private onInnerClose(inner: Duplex): void {
    if (this.over) return;
    if (!inner.readableEnded) {
      this.close();
      return;
    }
    endWith(this.asked.socket);
    this.letGo();
  }

  private fail(error: UpstreamError): void {
    if (this.over) return;
    this.settle(error.failure === 'breaker_open' || error.failure === 'pool_full' ? 'released' : 'failed');
    if (this.refused || this.inner !== undefined) {
      this.close();
      return;
    }
    const answer = answerTo(error, false);
    this.status = answer.status;
    writeFailure(this.asked.socket, this.asked.request.asker, this.asked.traceId, answer);
    this.letGo();
  }

  private letGo(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.pending?.cancel();
    this.connection?.abandon();
    this.settle('released');
    this.inner?.destroy();
    this.asked.answered();
    this.asked.closed(this.status, this.reason);
  }

  private settle(outcome: 'succeeded' | 'failed' | 'released'): void {
    const { lease } = this;
    this.lease = undefined;
    if (lease === undefined) return;
    const { upstream } = this.asked;
    if (outcome === 'succeeded') upstream.succeed(lease);
    else if (outcome === 'failed') upstream.fail(lease);
    else upstream.release(lease);
  }

  private head(endpoint: Endpoint): string {
    const { request, upstream, target, facts, forwarded, traceparent, credentials } = this.asked;
    return (
      `${requestStart(request.method, target, upstream, endpoint)}${facts.passed}${forwarded}` +
      `traceparent: ${traceparent}\r\n${credentials}connection: Upgrade\r\nupgrade: websocket\r\n\r\n`
    );
  }

  private responseHead(head: ResponseHead, added: readonly string[]): string {
    this.status = head.status;
    const headers = [...this.asked.visitorHeaders(head), ...added];
    let text = `HTTP/1.1 ${head.status} ${head.reason}\r\n`;
    for (let i = 0; i < headers.length; i += 2) text += `${headers[i] ?? ''}: ${headers[i + 1] ?? ''}\r\n`;
    return `${text}\r\n`;
  }
}

function upgradeOf({ headers }: ResponseHead): string {
  const at = headers.findIndex((name, i) => i % 2 === 0 && name === 'upgrade');
  return at < 0 ? 'websocket' : (headers[at + 1] ?? 'websocket');
}
