import { createHash } from 'node:crypto';
import type { Identity } from '../session/session.ts';
import type { Claim, Finding } from './finding.ts';
import type { Asker, KeptAnswer, SharedStanding, Standing } from './standing.ts';

const freshForMs = 30_000;
/** After this nothing has an effect any more that was sent before a browser had its id: waiting for a head, and lingering. */
const longestEffectMs = 180_000;

/**
 * The rule, line by line: when the new side may go by what the old side said. Each line is a function of its own, so that
 * the model test can switch it off and see that it is needed.
 */
export const theRule = {
  /** What was written by replicas that cannot all be heard says nothing. */
  isKnown: (shared: SharedStanding): boolean => shared.complete,

  /** Nothing was sent to the old side since the question, and no head of an answer arrived. */
  stoodStill: (answer: KeptAnswer, shared: SharedStanding): boolean => answer.epoch === shared.epoch,

  /** What was sent may take effect any time until its answer is there. */
  nothingWaits: (shared: SharedStanding): boolean => !shared.waiting,

  /** Other cookies may be somebody else's. */
  sameCookies: (answer: KeptAnswer, asker: Asker): boolean => answer.cookies === digest(asker.cookies),

  /** Nodes that do not share their sessions know different people. */
  sameNode: (answer: KeptAnswer, asker: Asker): boolean => answer.node === asker.node,

  /** Bounds what goes past the gateway: cookies of a parent domain, a session taken over on the server. */
  isFresh: (ageMs: number): boolean => ageMs < freshForMs,

  /** Requests that were sent before the browser had its id are over. */
  browserIsKnown: (asker: Asker): boolean => asker.browser !== undefined && asker.browserAgeMs >= longestEffectMs,

  /** What was never sent cannot have changed anything. */
  outlastsOutage: (answer: KeptAnswer, asker: Asker, shared: SharedStanding): boolean =>
    shared.now - answer.askedAt < asker.outageMs,

  /** A question says nothing about what was sent after it began. */
  mayShare: (begunAt: number, arrivedAt: number): boolean => begunAt > arrivedAt,

  /** Nothing was sent while the old side was being asked. */
  heldStill: (before: Standing, after: Standing): boolean =>
    before.raises === after.raises &&
    (before.shared === undefined || after.shared === undefined || before.shared.epoch === after.shared.epoch),

  /** Asking keeps an old session alive; only people may do that. */
  mayAsk: (asker: Asker, shared: SharedStanding | undefined): boolean =>
    asker.byHand || (shared !== undefined && shared.now - (shared.byHandAt ?? shared.now) < asker.idleMs),

  /** Persons are compared, whatever else a session says. */
  isSamePerson: (identity: Pick<Identity, 'customerId'>, claim: Claim): boolean =>
    identity.customerId === claim.customerId,

  /** A session that an old portal vouched for needs that portal's word; one of the identity provider's does not. */
  isVouchedFor: ({ openedFrom }: Claim, namedBy: readonly string[]): boolean =>
    openedFrom === undefined || namedBy.includes(openedFrom),

  /** Without an answer from each portal nobody is there for this request. */
  isAnswered: (findings: readonly Pick<Finding, 'who'>[]): boolean => findings.every(({ who }) => who !== 'unknown'),

  /** A session that has ended is over, whoever comes with it. */
  isOver: (findings: readonly Pick<Finding, 'ended'>[]): boolean => findings.some(({ ended }) => ended),

  /** Nor is it given to anybody again: only to those who were there before it was opened, and could not have ended it. */
  mayHandOut: (openedAt: number, arrivedAt: number): boolean => arrivedAt <= openedAt,
};

export type Rule = typeof theRule;

/** Whether the last answer may be used as if it had just been given. */
export function mayUse(rule: Rule, answer: KeptAnswer, asker: Asker, shared: SharedStanding): boolean {
  return stillHolds(rule, answer, asker, shared) && rule.isFresh(shared.now - answer.askedAt);
}

/** Whether the last answer stands while the old portal cannot be reached at all. */
export function mayOutlast(rule: Rule, answer: KeptAnswer, asker: Asker, shared: SharedStanding): boolean {
  return stillHolds(rule, answer, asker, shared) && rule.outlastsOutage(answer, asker, shared);
}

function stillHolds(rule: Rule, answer: KeptAnswer, asker: Asker, shared: SharedStanding): boolean {
  return (
    rule.isKnown(shared) &&
    rule.stoodStill(answer, shared) &&
    rule.nothingWaits(shared) &&
    rule.sameCookies(answer, asker) &&
    rule.sameNode(answer, asker) &&
    rule.browserIsKnown(asker)
  );
}

/** Cookies are kept nowhere as they are. */
export function digest(cookies: string): string {
  return createHash('sha256').update(cookies).digest('base64url');
}

/** The names under which what a browser sends to the old side is written down: its id, and what there was before it had one. */
export function booksOf({ browser, portal, cookies }: Asker): string[] {
  const byCookies = bookOf(undefined, portal, cookies);
  return browser === undefined ? [byCookies] : [browser, byCookies];
}

/** Where a request of this browser is written down. */
export function bookOf(browser: string | undefined, portal: string, cookies: string): string {
  return browser ?? `${portal}:${digest(cookies)}`;
}
