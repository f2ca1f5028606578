import { AsyncLocalStorage } from 'node:async_hooks';
import { newSpanId, newTraceId } from './trace-ids.ts';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

/** What a unit of work continues from. All fields optional: without any, a new trace begins. */
export interface RequestContextSeed {
  /** W3C `traceparent` of the caller, or of whatever enqueued the job. Invalid ones begin a new trace. */
  readonly traceparent?: string | undefined;
  /** 32 hex digits; used when there is no `traceparent`. */
  readonly traceId?: string | undefined;
  /** Milliseconds from now until nobody waits for the result any more. */
  readonly deadlineMs?: number | undefined;
}

const storage = new AsyncLocalStorage<RequestContext>();

/**
 * What the code handling one request, job or event can know about it wherever it is called from: the trace it belongs
 * to, the time that is left, who it is for.
 */
export class RequestContext {
  /** Changed by `continueTrace` only, as are the two below. */
  traceId: string;
  /** This unit of work; the parent of every call it makes. */
  readonly spanId: string = newSpanId();
  parentSpanId: string | undefined;
  sampled: boolean;
  /** Epoch milliseconds after which nobody waits for the result. */
  readonly deadline: number | undefined;
  /** Set once it is known who asks, be it a customer or a machine; appears as `user.id` in the log. */
  customerId: string | undefined;
  private abort: AbortController | undefined;
  private ended = false;

  constructor(seed: RequestContextSeed = {}) {
    const parent = parseTraceparent(seed.traceparent);
    this.traceId = parent?.traceId ?? seed.traceId ?? newTraceId();
    this.parentSpanId = parent?.spanId;
    // Nothing here records spans: only what a caller says it does is passed on (W3C Trace Context section 3.2.2.5).
    this.sampled = parent?.sampled ?? false;
    this.deadline = seed.deadlineMs === undefined ? undefined : Date.now() + seed.deadlineMs;
  }

  /** The context of the running code, if it is part of any. */
  static current(): RequestContext | undefined {
    return storage.getStore();
  }

  /** `traceparent` of the running code, to send along or to store with a job; `undefined` outside of any context. */
  static traceparent(): string | undefined {
    return storage.getStore()?.traceparent();
  }

  /**
   * Runs `work` in a context of its own. For jobs, event handlers and timers, which async context does not reach by
   * itself: pass the `traceparent` stored with the job and their log lines carry the trace of the original request.
   */
  static run<T>(seed: RequestContextSeed | RequestContext, work: () => T): T {
    return storage.run(seed instanceof RequestContext ? seed : new RequestContext(seed), work);
  }

  /**
   * Takes the caller's trace over, where it turns out only later that the caller can be believed. To be called before
   * anything was logged or sent under the trace begun instead; an invalid header changes nothing.
   */
  continueTrace(traceparent: string): void {
    const parent = parseTraceparent(traceparent);
    if (parent === undefined) return;
    this.traceId = parent.traceId;
    this.parentSpanId = parent.spanId;
    this.sampled = parent.sampled;
  }

  /** Header for outgoing calls (W3C Trace Context, section 3.2). */
  traceparent(): string {
    return formatTraceparent(this);
  }

  /** Milliseconds left until the deadline, never negative; `undefined` without a deadline. */
  remainingMs(): number | undefined {
    return this.deadline === undefined ? undefined : Math.max(0, this.deadline - Date.now());
  }

  /** Aborted when the caller has gone or its time is up. */
  get signal(): AbortSignal {
    if (this.abort === undefined) {
      this.abort = new AbortController();
      if (this.ended) this.abort.abort();
    }
    return this.abort.signal;
  }

  /** Tells work still running for this context that nobody waits any more. */
  cancel(reason?: Error): void {
    this.ended = true;
    this.abort?.abort(reason);
  }
}
