import type { Side, Stage } from '@wellspring/contract-gateway';
import type { Endpoint } from '../upstream/endpoint.ts';
import type { Rewrite, RoutedRequest } from './routed-request.ts';
import type { Visitor } from './visitor.ts';

/**
 * What the data plane asks the migration and what it tells it. The data plane calls these on every request, so each is
 * synchronous, allocates little and never throws.
 */

/** What a route says about the requests it takes, beside where they go. */
export interface RouteManners {
  /** Until the first byte of an answer. */
  firstByteMs?: number;
  /** Origins of other sites whose pages may send a customer here with more than a link: a bank, an identity provider. */
  crossSite?: ReadonlySet<string>;
  /** What becomes of an `Authorization` that the browser sends; absent: what the upstream is declared to get. */
  authorization?: 'pass' | 'drop';
  /** Absent: as the upstream is declared. */
  stickiness?: 'none' | 'customer' | { readonly cookie: readonly string[] };
}

/**
 * A path that belongs to a capability. A side without an upstream does not know the path and is never asked for it: a
 * path of one side goes there whatever is decided. Neither is given when the capability is retired and the path was the
 * old side's alone; it is answered 410 then.
 */
export interface CapabilityRoute {
  kind: 'capability';
  capability: string;
  /** The declared path: the route template in metrics and the access log. */
  route: string;
  /** Names of upstreams. */
  legacy?: string;
  new?: string;
  rewrite?: { readonly legacy?: Rewrite; readonly new?: Rewrite };
  manners?: RouteManners;
}

/** A path outside every capability (`/identity`, assets, the rest of the old portal): always the same upstream. */
export interface FixedRoute {
  kind: 'fixed';
  route: string;
  upstream: string;
  rewrite?: Rewrite;
  manners?: RouteManners;
}

/** A path that nobody is let through to. */
export interface DeniedRoute {
  kind: 'denied';
  route: string;
}

export type RouteMatch = CapabilityRoute | FixedRoute | DeniedRoute;

export interface Decision {
  side: Side;
  stage: Stage;
  /** Short and static, fit for a metric label: `stage`, `percent`, `cohort`, `excluded`, `override`, `rolled_back`, `only_side`… */
  reason: string;
  /** The file names the customer or the segment: neither chance nor the stage decided. */
  byHand?: boolean;
  /** Whether a finished safe exchange is to be offered to the shadow. */
  shadow: boolean;
  /** Whether the other side may answer when this one cannot (`retired` and `legacy` have no other side). */
  fallback: boolean;
}

export interface MigrationTable {
  /**
   * The most particular route for a request: the longest declared path that is a prefix of its path at a segment border
   * (`/invoices-x` is not `/invoices`), then the one that asks for more. What an old side would read as a path that is
   * denied or retired is denied or retired, however it is spelled.
   */
  match(request: RoutedRequest): RouteMatch | undefined;
  /** Pure: the same visitor, state and capability give the same answer on every replica. `undefined` for an unknown capability. */
  decide(capability: string, visitor: Visitor): Decision | undefined;
  /** Every capability declared, in the order of the file. */
  readonly capabilities: readonly string[];
}

/** One finished request of a capability, as its visitor saw it, or as the side that failed before a fallback did. */
export interface Outcome {
  capability: string;
  side: Side;
  /** Status answered; 0 when there was none (connection refused, reset, deadline). */
  status: number;
  /** Time to the response head: what a side is to blame for, whatever the speed of the visitor's network. */
  durationMs: number;
  /** No answer, or 5xx. */
  failed: boolean;
  /** Its waiting was counted as slow while it still went on, so its end must not be counted once more. */
  waitCounted: boolean;
  /** This side failed and the other one answered instead. */
  fallback: boolean;
  /** The customer is on this side by name or segment, and not by chance or stage. */
  byHand?: boolean | undefined;
}

/** Whom a request is sent to, and for whom. */
export type AskedSide = Pick<Outcome, 'capability' | 'side' | 'byHand'>;

export interface Outcomes {
  record(outcome: Outcome): void;
  /**
   * Says that a side is being asked, so that one which hangs is noticed before its deadline has passed.
   * @returns to be called once the side answered, failed or the visitor left; says what `record` is to be told as
   * `waitCounted`.
   */
  began(asked: AskedSide): () => boolean;
}

/** A safe exchange answered by the old side, offered for comparison after the customer has been answered. */
export interface ShadowExchange {
  capability: string;
  route: string;
  method: 'GET' | 'HEAD';
  /** Path with query, as the visitor sent it. */
  target: string;
  /** Upstream names of both sides, as matched. */
  legacy: string;
  new?: string;
  /** The node that answered: another one may know nothing of the visitor. */
  legacyNode?: Endpoint;
  visitor: Visitor;
  /** The old side's session cookies as the visitor's browser sent them; empty when it holds none. */
  legacyCookies: string;
  /** Headers sent to the old side, lower-cased; without the old side's session. */
  requestHeaders: Readonly<Record<string, string>>;
  /** `Authorization` for an upstream of the new side, absent for an anonymous visitor. */
  authorizationFor?: (upstream: string) => string;
  traceparent: string;
  response: {
    status: number;
    headers: Readonly<Record<string, string>>;
    /** As it came, still encoded by `content-encoding`. Copied: the shadow may keep it. */
    body: Buffer;
    durationMs: number;
  };
}

export interface Shadow {
  /** Asked before the body is copied: false sheds the exchange at no cost. */
  wants(capability: string, method: string, route: string, target: string): boolean;
  /** Bodies above this many bytes are not offered. */
  readonly maxBodyBytes: number;
  /** Asked for each piece of a body before it is kept: false sheds the exchange, and what was taken for it is given back. */
  take(capability: string, bytes: number): boolean;
  /** An exchange that was wanted is not offered after all. */
  missed(capability: string, reason: 'too_long' | 'cut_off'): void;
  /** Room that was taken for a body which is not offered after all. */
  giveBack(bytes: number): void;
  /** Takes the exchange over, with the room that was taken for its body. */
  offer(exchange: ShadowExchange): void;
}

/** How the shadow reaches an upstream: given by the data plane, so that pools, deadlines and TLS are set in one place. */
export interface UpstreamRequester {
  request(request: {
    upstream: string;
    /** The node to be asked, as long as it is there; absent: any. */
    node?: Endpoint | undefined;
    method: string;
    target: string;
    headers: Readonly<Record<string, string>>;
    timeoutMs: number;
    maxBodyBytes: number;
    /** Asked for each piece of the body before it is kept; the request is given up when it says no. */
    mayKeep?: (bytes: number) => boolean;
    signal?: AbortSignal;
  }): Promise<{
    status: number;
    headers: Readonly<Record<string, string | string[]>>;
    body: Buffer;
    durationMs: number;
  }>;
  /** Credentials of the old side for this visitor (signed header, cookies kept here or sent by the browser), as headers. */
  legacyCredentials(
    exchange: Pick<ShadowExchange, 'visitor' | 'legacy' | 'legacyCookies'>,
  ): Promise<Readonly<Record<string, string>>>;
}

/**
 * Everything the data plane needs, as one value. `table` is replaced as a whole on every change of file or override; a
 * request reads it once, at its beginning.
 */
export interface Migration {
  readonly table: MigrationTable;
  readonly outcomes: Outcomes;
  readonly shadow: Shadow;
}

/** Nest's token of the `Migration` value, provided and exported by `MigrationModule`. */
export const migrationToken = Symbol('Migration');

/** Nest's token of the `UpstreamRequester`, provided by the global `BridgeModule`. */
export const upstreamRequesterToken = Symbol('UpstreamRequester');
