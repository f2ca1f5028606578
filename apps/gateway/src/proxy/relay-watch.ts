import type { FrontResponse } from '../front/front-response.ts';
import type { ProxyLimits } from './proxy-limits.ts';
import type { VisitorBody } from './visitor-body.ts';
import type { VisitorResponse } from './visitor-response.ts';

/** After this a response is one that lasts. */
const lastsAfterMs = 1_000;

/** What the watch asks of a relay, and tells it. */
export interface WatchedRelay {
  /** Until the head of an answer. */
  readonly responseTimeoutMs: number;
  /** Until another is asked in place of who does not answer. */
  readonly patienceMs: number;
  readonly bodyIdleTimeoutMs: number;
  /** Whether an upstream was chosen. */
  readonly isLeased: boolean;
  /** Whether the request's head was sent. */
  readonly isSent: boolean;
  continueBody(): void;
  /** The upstream took too long. */
  expire(): void;
  /** The visitor takes too long to send. */
  refuseSlowBody(): void;
  /** The response is still on its way when most have long been over. */
  onLasting(): void;
}

/** Knows when a relay last got on, and ends it when that is too long ago. */
export class RelayWatch {
  finished = false;
  answered = false;
  awaitingContinue = false;
  attemptAt: number;
  /** Last time anything moved, by the clock of the sweep. */
  movedAt: number;
  /** Since when the visitor has been asked for its body. */
  bodyAt: number;
  private readonly startedAt = performance.now();
  private lasts = false;

  constructor(
    private readonly relay: WatchedRelay,
    private readonly limits: ProxyLimits,
    private readonly response: FrontResponse,
    private readonly body: VisitorBody | undefined,
    private readonly out: VisitorResponse,
  ) {
    this.attemptAt = this.startedAt;
    this.movedAt = this.startedAt;
    this.bodyAt = this.startedAt;
  }

  /** Called several times a second with the monotonic clock. */
  tick(now: number): void {
    if (this.finished) {
      // What is looked at before the visitor gets it can keep the end of a response back.
      if (!this.response.isEnded && now - this.movedAt > this.limits.slowReadTimeoutMs) this.response.destroy();
    } else if (this.answered) this.watchResponse(now);
    else if (this.body?.complete === false) this.watchBody(this.body, now);
    else if (now - Math.max(this.movedAt, this.attemptAt) > this.relay.patienceMs) this.relay.expire();
  }

  private watchResponse(now: number): void {
    if (!this.lasts && now - this.startedAt > lastsAfterMs) {
      this.lasts = true;
      this.relay.onLasting();
    }
    const { out } = this;
    const isIdle = !out.blocked && !out.isEventStream && now - this.movedAt > this.relay.bodyIdleTimeoutMs;
    if (out.stalledFor(now) > this.limits.slowReadTimeoutMs || isIdle) this.response.destroy();
  }

  private watchBody(body: VisitorBody, now: number): void {
    const { limits, relay } = this;
    if (relay.isLeased && !relay.isSent) {
      // It is not the visitor who is waited for.
      if (now - this.attemptAt > relay.responseTimeoutMs) relay.expire();
      return;
    }
    if (this.awaitingContinue && now - this.attemptAt > limits.continueTimeoutMs) relay.continueBody();
    const takingMs = now - this.bodyAt;
    if (this.awaitingContinue || body.heldBack || takingMs < limits.slowBodyGraceMs) {
      if (body.heldBack && relay.isSent && now - this.movedAt > relay.responseTimeoutMs) relay.expire();
      return;
    }
    this.movedAt = now;
    if (body.bytes / (takingMs / 1_000) < limits.minBodyBytesPerSecond) relay.refuseSlowBody();
  }
}
