import type { Side } from '@wellspring/contract-gateway';
import type { Endpoint } from '../upstream/endpoint.ts';
import type { Stickiness } from '../upstream/stickiness.ts';
import type { ResponseHead } from '../upstream/response-head.ts';
import type { Upstream } from '../upstream/upstream.ts';

/** One place a request can be sent to. */
export interface RelayAttempt {
  upstream: Upstream;
  /** Which side of a capability this is; none for a fixed route. */
  side: Side | undefined;
  /** Path with query, where the route rewrites it for this side. */
  target?: string | undefined;
}

/** Where a request goes and what is added on the way: everything that was decided before it is forwarded. */
export interface RelayPlan {
  capability: string | undefined;
  route: string;
  /** The file names the customer or the segment: said with every outcome. */
  byHand?: boolean | undefined;
  /** No customer asks, or none that is real: what comes of it is no traffic that anything is judged by. */
  synthetic?: boolean | undefined;
  /** Until the first byte of an answer, where the route says so. */
  firstByteMs?: number | undefined;
  first: RelayAttempt;
  /** The other side, where it may answer instead. */
  fallback: RelayAttempt | undefined;
  /** `Cookie`, `Authorization` and the bridge's header for an upstream: lines ended by CRLF. */
  credentials(upstream: Upstream): string | Promise<string>;
  /** What ties the visitor to a node, where it is not as the upstream is declared. */
  stickiness?: Stickiness | undefined;
  /** The node of an upstream that this visitor's session is on; undefined: any. */
  node?(upstream: Upstream): Endpoint | undefined;
  /** `Set-Cookie` values of the gateway's own to add to the response. */
  setCookies: readonly string[];
  /** Whether what is answered there is made for somebody, and nothing that is the same for everybody. */
  isPersonal?(attempt: RelayAttempt): boolean;
  /** May add cookies after looking at the response: the old side has just signed somebody in or out. */
  inspect?(head: ResponseHead, attempt: RelayAttempt): Promise<Inspection> | undefined;
  /** Told once of each time `credentials` was asked: the head of an answer has arrived, or never will. */
  ended?(outcome: AttemptOutcome): void;
  /** Told once of a response that is still on its way when most have long been over. */
  lasts?(attempt: RelayAttempt, isEventStream: boolean): void;
  /** Takes a copy of the old side's response, when shadow wants this exchange. */
  copy?: ResponseCopy | undefined;
}

/** `sent`: there will be no answer, and something may have reached the upstream all the same. */
export type AttemptOutcome = 'answered' | 'sent' | 'unsent';

export interface Inspection {
  /** `Set-Cookie` values to add. */
  add: readonly string[];
  /** Names of cookies of the upstream's that stay in the gateway. */
  keep?: ReadonlySet<string> | undefined;
  /** Whether the browser is to forget what it keeps of a customer. */
  clears?: boolean;
}

/** A copy of a response while it passes by. It ends with `done` or with `giveUp`, never with both. */
export interface ResponseCopy {
  /** Asked for each piece before it is kept: false when there is no room for it, and the copy is given up by that. */
  take(bytes: number): boolean;
  giveUp(): void;
  done(answer: CopiedAnswer, body: Buffer): void;
}

/** The answer a copy is of. */
export interface CopiedAnswer {
  head: ResponseHead;
  /** Until its head. */
  durationMs: number;
  /** Who gave it. */
  node: Endpoint | undefined;
}
