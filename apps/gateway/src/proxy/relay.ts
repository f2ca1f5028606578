import type { Duplex } from 'node:stream';
import { RequestContext, type Trackable } from '@wellspring/platform';
import type { Outcomes } from '../migration/migration.ts';
import type { Endpoint } from '../upstream/endpoint.ts';
import type { PendingRequest } from '../upstream/endpoint-pool.ts';
import type { ResponseHead } from '../upstream/response-head.ts';
import type { Lease, Upstream } from '../upstream/upstream.ts';
import type { ResponseHandler, UpstreamConnection } from '../upstream/upstream-connection.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { answerFailure, answerTo } from './failure-answer.ts';
import type { ProxyLimits } from './proxy-limits.ts';
import type { ProxyMetrics } from './proxy.metrics.ts';
import type { AttemptOutcome, RelayAttempt } from './relay-plan.ts';
import type { RelayRequest } from './relay-request.ts';
import { RelayWatch, type WatchedRelay } from './relay-watch.ts';
import { maySpread } from './response-headers.ts';
import { mayFallBack, mayRetry, type Sending } from './sending-again.ts';
import { isSafe, upstreamRequest } from './upstream-request.ts';
import { VisitorBody } from './visitor-body.ts';
import { VisitorResponse } from './visitor-response.ts';

/** What all relays share. */
export interface RelayOwner {
  readonly limits: ProxyLimits;
  readonly metrics: ProxyMetrics;
  readonly outcomes: Outcomes;
  visitorHeaders(head: ResponseHead, upstream: Upstream): string[];
  reportFailure(error: UpstreamError, upstream: string): void;
  /** The visitor has their response, or has gone. */
  forget(relay: Relay): void;
}

/** One request on its way to an upstream and back: at most two sides, and at most one retry each. */
export class Relay implements ResponseHandler, Trackable, WatchedRelay {
  slot = -1;
  private readonly safe: boolean;
  private readonly body: VisitorBody | undefined;
  private readonly out: VisitorResponse;
  private readonly watch: RelayWatch;
  private attempt: RelayAttempt;
  private retried = false;
  private lease: Lease | undefined;
  private endWait: (() => boolean) | undefined;
  private waitCounted = false;
  private credentials = '';
  private pending: PendingRequest | undefined;
  private connection: UpstreamConnection | undefined;

  constructor(
    private readonly owner: RelayOwner,
    private readonly asked: RelayRequest,
  ) {
    const { request, response, facts, plan } = asked;
    this.safe = isSafe(request.method);
    const hasBody = facts.chunked || (facts.contentLength !== undefined && facts.contentLength !== '0');
    this.body = hasBody ? new VisitorBody(request) : undefined;
    this.attempt = plan.first;
    this.out = new VisitorResponse(response, () => this.connection?.resume());
    this.watch = new RelayWatch(this, owner.limits, response, this.body, this.out);
  }

  start(): void {
    this.asked.response.onClose(() => {
      this.onVisitorClose();
    });
    // A chunked body can still turn out to be malformed: wait until its beginning has been seen.
    if (this.body === undefined || !this.asked.facts.chunked || this.asked.facts.expectsContinue) {
      this.ask();
      return;
    }
    this.body.peek(() => {
      this.ask();
    });
  }

  tick(now: number): void {
    this.watch.tick(now);
  }

  onSent(connection: UpstreamConnection): void {
    if (this.watch.finished) {
      connection.abandon();
      return;
    }
    this.connection = connection;
    if (this.body === undefined) return;
    if (this.asked.facts.expectsContinue) this.watch.awaitingContinue = true;
    else this.sendBody(this.body, connection);
  }

  onInformation(head: ResponseHead): void {
    if (head.status === 100) this.continueBody();
    else if (head.status === 103) this.out.earlyHints(head);
  }

  onHead(head: ResponseHead): void {
    const durationMs = performance.now() - this.watch.attemptAt;
    this.watch.movedAt = performance.now();
    const { upstream } = this.attempt;
    const failed = head.status >= 500;
    const fallingBack = failed && mayFallBack(this.sending);
    this.owner.metrics.responded(upstream.name, head.status, durationMs);
    const node = this.lease?.endpoint;
    const isDown = head.status === 502 || head.status === 503 || head.status === 504;
    this.endLease(isDown ? 'failed' : 'succeeded', 'answered');
    this.record(head.status, durationMs, failed, fallingBack);
    if (failed) this.asked.note({ upstream: upstream.name });
    if (fallingBack) {
      this.connection?.discard();
      this.fallBack();
      return;
    }
    this.watch.answered = true;
    this.watch.awaitingContinue = false;
    const { plan } = this.asked;
    const headers = this.owner.visitorHeaders(head, upstream);
    if (this.attempt.side === 'legacy' && plan.copy !== undefined)
      this.out.copyTo(plan.copy, { head, durationMs, node });
    if (plan.isPersonal?.(this.attempt) === true && maySpread(head)) headers.push('cache-control', 'private, no-store');
    for (const cookie of plan.setCookies) headers.push('set-cookie', cookie);
    if (node !== undefined && upstream.choosesNodes) {
      const asking = { cookie: this.asked.facts.cookie, by: plan.stickiness };
      const remembered = upstream.rememberNode(head, node, asking);
      if (remembered !== undefined) headers.push('set-cookie', remembered);
    }
    const inspecting = plan.inspect?.(head, this.attempt);
    if (inspecting === undefined) this.out.begin(head, headers);
    else this.out.beginAfter(inspecting, head, headers);
  }

  onBody(chunk: Buffer): boolean {
    this.watch.movedAt = performance.now();
    return this.out.write(chunk);
  }

  holdsOn(): boolean {
    return this.out.holdsOn();
  }

  onPause(): void {
    if (this.watch.answered) this.out.flush();
  }

  onEnd(): void {
    this.finish();
    if (this.body?.complete === false) this.body.drop();
    this.out.end();
  }

  onSwitch(_head: ResponseHead, socket: Duplex): void {
    socket.destroy();
    this.onError(new UpstreamError('bad_payload', { unsent: false }));
  }

  onDrain(): void {
    this.watch.movedAt = performance.now();
    this.body?.resume();
  }

  onError(error: UpstreamError): void {
    if (this.watch.finished) return;
    this.connection = undefined;
    this.pending = undefined;
    if (this.watch.answered) {
      // Part of the response is out: the only honest thing left is to cut it, so that nobody takes it for the whole.
      this.finish();
      this.asked.response.destroy();
      return;
    }
    const durationMs = performance.now() - this.watch.attemptAt;
    const { upstream } = this.attempt;
    this.owner.metrics.failed(upstream.name, error.failure, durationMs);
    const { lease } = this;
    if (lease !== undefined && this.body?.started !== true && upstream.moveOn(lease, error)) {
      this.owner.metrics.retried(upstream.name);
      this.send(false);
      return;
    }
    const retrying = mayRetry(this.sending, error);
    // An idle connection that was closed meanwhile is no failure of the upstream's.
    const isFault = !(retrying && error.reused) && error.failure !== 'breaker_open' && error.failure !== 'pool_full';
    this.endLease(isFault ? 'failed' : 'released', error.unsent ? 'unsent' : 'sent');
    if (retrying) {
      this.retried = true;
      if (this.tryUpstream({ except: lease?.endpoint, fresh: true })) {
        this.owner.metrics.retried(upstream.name);
        return;
      }
    }
    const fallingBack = mayFallBack(this.sending, error);
    this.record(0, durationMs, true, fallingBack);
    if (fallingBack) this.fallBack();
    else this.fail(error);
  }

  private ask(): void {
    if (!this.tryUpstream()) this.onError(new UpstreamError('breaker_open', { unsent: true }));
  }

  /** @returns false while the breaker is open */
  private tryUpstream(options: { except?: Endpoint | undefined; fresh?: boolean } = {}): boolean {
    if (this.watch.finished) return true;
    const { upstream } = this.attempt;
    upstream.retries.onRequest();
    const { plan } = this.asked;
    this.lease = upstream.lease({
      except: options.except,
      node: plan.node?.(upstream),
      isFallback: this.attempt === plan.fallback,
    });
    if (this.lease === undefined) return false;
    const { capability, byHand, synthetic = false } = plan;
    const { side } = this.attempt;
    if (!synthetic && capability !== undefined && side !== undefined) {
      this.endWait = this.owner.outcomes.began({ capability, side, byHand });
    }
    const credentials = plan.credentials(upstream);
    const fresh = options.fresh ?? false;
    if (typeof credentials === 'string') {
      this.credentials = credentials;
      this.send(fresh);
      return true;
    }
    const { lease } = this;
    credentials.then(
      (lines) => {
        if (this.lease !== lease) return;
        this.credentials = lines;
        this.send(fresh);
      },
      (cause: unknown) => {
        if (this.lease !== lease) return;
        // It is not the endpoint's fault, nor would another be sent anything better.
        this.endLease('released', 'unsent');
        this.onError(new UpstreamError('reset', { unsent: true, cause }));
      },
    );
    return true;
  }

  private send(fresh: boolean): void {
    const { lease, credentials } = this;
    if (this.watch.finished || lease === undefined) return;
    const { endpoint } = lease;
    const { request, facts, target, forwarded, context } = this.asked;
    const upstreamMessage = upstreamRequest({
      method: request.method,
      target: this.attempt.target ?? target,
      upstream: this.attempt.upstream,
      endpoint,
      facts,
      forwarded,
      traceparent: context.traceparent(),
      timeoutMs: this.responseTimeoutMs,
      credentials,
    });
    const pending = endpoint.pool.send(upstreamMessage, this, { safe: this.safe, fresh });
    // A pool that is full refuses at once, and the next attempt is under way by now.
    if (this.lease === lease && lease.endpoint === endpoint) this.pending = pending;
  }

  get responseTimeoutMs(): number {
    const { firstByteMs } = this.asked.plan;
    return firstByteMs ?? this.attempt.upstream.responseTimeoutMs ?? this.owner.limits.responseTimeoutMs;
  }

  get patienceMs(): number {
    return mayFallBack(this.sending) ? this.owner.limits.fallbackAfterMs : this.responseTimeoutMs;
  }

  get isLeased(): boolean {
    return this.lease !== undefined;
  }

  get isSent(): boolean {
    return this.connection !== undefined;
  }

  get bodyIdleTimeoutMs(): number {
    return this.attempt.upstream.bodyIdleTimeoutMs ?? this.owner.limits.bodyIdleTimeoutMs;
  }

  continueBody(): void {
    if (!this.watch.awaitingContinue || this.connection === undefined) return;
    this.watch.awaitingContinue = false;
    this.asked.response.writeContinue();
    if (this.body !== undefined) this.sendBody(this.body, this.connection);
  }

  private sendBody(body: VisitorBody, connection: UpstreamConnection): void {
    this.watch.bodyAt = performance.now();
    body.pipe({
      write: (chunk) => {
        this.watch.movedAt = performance.now();
        return connection.write(chunk);
      },
      end: () => {
        this.watch.movedAt = performance.now();
        connection.endBody();
      },
    });
  }

  private get sending(): Sending {
    const { safe, attempt, retried } = this;
    return { safe, attempt, fallback: this.asked.plan.fallback, retried, bodyStarted: this.body?.started === true };
  }

  private fallBack(): void {
    const { plan } = this.asked;
    if (plan.fallback === undefined) return;
    this.owner.metrics.fellBack(plan.capability ?? '', this.attempt.side ?? '');
    this.asked.note({ fallback_from: this.attempt.upstream.name, fallback_to: plan.fallback.upstream.name });
    this.attempt = plan.fallback;
    this.watch.attemptAt = performance.now();
    this.retried = false;
    this.connection = undefined;
    this.ask();
  }

  refuseSlowBody(): void {
    this.giveUp('released');
    answerFailure(this.asked.response, this.asked.context.traceId, {
      status: 408,
      code: 'EDGE.SLOW_REQUEST',
    });
  }

  onLasting(): void {
    this.asked.plan.lasts?.(this.attempt, this.out.isEventStream);
  }

  expire(): void {
    this.pending?.cancel();
    this.connection?.abandon();
    const unsent = this.connection === undefined;
    this.onError(new UpstreamError('timeout', { unsent }));
  }

  private fail(error: UpstreamError): void {
    this.finish();
    const { response, context } = this.asked;
    // What happens on a connection to an upstream happens in the context of the request it was opened for.
    RequestContext.run(context, () => {
      this.owner.reportFailure(error, this.attempt.upstream.name);
    });
    this.asked.note({ upstream: this.attempt.upstream.name, failure: error.failure });
    answerFailure(response, context.traceId, answerTo(error, !this.safe && !error.unsent));
    if (this.body?.complete === false) this.body.drop();
  }

  private onVisitorClose(): void {
    this.owner.forget(this);
    this.out.closed();
    if (this.watch.finished) return;
    const waitedMs = performance.now() - this.watch.attemptAt;
    if (!this.watch.answered) {
      this.owner.metrics.failed(this.attempt.upstream.name, 'aborted', waitedMs);
      // A visitor who left after waiting long says something about a side that hangs; one who left at once does not.
      this.giveUp('released');
      if (waitedMs > 1_000) this.record(499, waitedMs, false, false);
      return;
    }
    this.giveUp('released');
  }

  private giveUp(outcome: 'released' | 'failed'): void {
    this.pending?.cancel();
    this.connection?.abandon();
    this.endLease(outcome, this.connection === undefined ? 'unsent' : 'sent');
    this.finish();
  }

  private endLease(outcome: 'succeeded' | 'failed' | 'released', attempt: AttemptOutcome): void {
    const { lease } = this;
    if (lease === undefined) return;
    this.lease = undefined;
    this.asked.plan.ended?.(attempt);
    this.waitCounted = this.endWait?.() ?? false;
    this.endWait = undefined;
    const { upstream } = this.attempt;
    if (outcome === 'succeeded') upstream.succeed(lease);
    else if (outcome === 'failed') upstream.fail(lease);
    else upstream.release(lease);
  }

  private record(status: number, durationMs: number, failed: boolean, fallback: boolean): void {
    const { capability, byHand = false, synthetic = false } = this.asked.plan;
    const { side } = this.attempt;
    if (synthetic || capability === undefined || side === undefined) return;
    const { waitCounted } = this;
    this.owner.outcomes.record({ capability, side, status, durationMs, failed, waitCounted, fallback, byHand });
  }

  /** The upstream's part is over. */
  private finish(): void {
    this.watch.finished = true;
    this.connection = undefined;
    this.watch.movedAt = performance.now();
  }
}
