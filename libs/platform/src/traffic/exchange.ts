import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LogFields } from '../logging/log-fields.ts';
import type { RequestContext } from '../tracing/request-context.ts';
import type { Trackable } from './in-flight.ts';

/** Route of a request no route was found for. */
export const UNMATCHED = 'unmatched';

/** Where a request keeps its exchange: a property, since a WeakMap of every request costs the garbage collector dearly. */
const EXCHANGE = Symbol('exchange');

interface Carrier extends IncomingMessage {
  [EXCHANGE]?: Exchange;
}

/** One request and its response on the service port, with what is recorded about them when they are over. */
export class Exchange implements Trackable {
  slot = -1;
  /** Template of the route (`/bills/:id`), for metrics and the log: from a fixed set, never the path itself. */
  route = UNMATCHED;
  /** Further fields of the access line; ECS names, or anything else for `labels`. */
  fields: LogFields | undefined;
  /** `performance.now()` of the arrival. */
  readonly startedAtMs = performance.now();
  /** What the platform refused the request with, when it did. */
  refusedBecause: string | undefined;

  constructor(
    readonly request: Carrier,
    readonly response: ServerResponse,
    readonly context: RequestContext,
  ) {
    request[EXCHANGE] = this;
  }

  /** The exchange a request belongs to; `undefined` for requests that did not come through the service port. */
  static of(request: Carrier): Exchange | undefined {
    return request[EXCHANGE];
  }

  /** Adds fields to the access line of this request. */
  log(fields: LogFields): void {
    this.fields = this.fields === undefined ? fields : { ...this.fields, ...fields };
  }

  /** Whether the client left before the response was complete. */
  get aborted(): boolean {
    return !this.response.writableFinished;
  }

  /** Status as recorded: 499 when the client left before there was one (nginx's convention). */
  get status(): number {
    return this.aborted && !this.response.headersSent ? 499 : this.response.statusCode;
  }
}

/** Records exchanges that are over. */
export interface ExchangeObserver {
  finished(exchange: Exchange, durationMs: number): void;
}

/** A plain node:http handler, called inside the request's context. */
export type ExchangeListener = (request: IncomingMessage, response: ServerResponse, exchange: Exchange) => void;
