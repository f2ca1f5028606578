import type { Socket } from 'node:net';
import type { LogFields } from '../logging/log-fields.ts';
import type { RequestContext } from '../tracing/request-context.ts';
import type { Trackable } from './in-flight.ts';

/** Route of a request no route was found for. */
export const unmatched = 'unmatched';

/** What is known of a request on whatever port it came in by; `IncomingMessage` of node:http is one. */
export interface ExchangeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly 'user-agent'?: string | undefined };
  /** Whether all of it has been received. */
  readonly complete: boolean;
  readonly socket: Socket;
}

/** A response on whatever port; `ServerResponse` of node:http is one. */
export interface ExchangeResponse {
  readonly headersSent: boolean;
  readonly statusCode: number;
  /** Whether all of it has been handed to the operating system. */
  readonly writableFinished: boolean;
  /** Set to false before the head is written, the response announces the end of its connection. */
  shouldKeepAlive: boolean;
  writeHead(status: number, headers: Record<string, string | number>): unknown;
  end(body: string): unknown;
}

/** Where a request keeps its exchange: a property, since a WeakMap of every request costs the garbage collector dearly. */
const exchangeKey = Symbol('exchange');

interface Carrier extends ExchangeRequest {
  [exchangeKey]?: Exchange;
}

/** One request and its response on the service port, with what is recorded about them when they are over. */
export class Exchange implements Trackable {
  slot = -1;
  /** Template of the route (`/bills/:id`), for metrics and the log: from a fixed set, never the path itself. */
  route = unmatched;
  /** Further fields of the access line; ECS names, or anything else for `labels`. */
  fields: LogFields | undefined;
  /** `performance.now()` of the arrival. */
  readonly startedAtMs = performance.now();
  /** The answer lasts for as long as its client wants (events, long polls): how long that is says nothing of the service. */
  lasts = false;
  /** What the platform refused the request with, when it did. */
  refusedBecause: string | undefined;

  constructor(
    readonly request: Carrier,
    readonly response: ExchangeResponse,
    readonly context: RequestContext,
  ) {
    request[exchangeKey] = this;
  }

  /** The exchange a request belongs to; `undefined` for requests that did not come through the service port. */
  static of(request: Carrier): Exchange | undefined {
    return request[exchangeKey];
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
