import type { Identity } from '../session/session.ts';
import type { Claim, Finding } from './finding.ts';
import type { Rule } from './rule.ts';

/**
 * `goOn`: as whoever the session says, or as nobody without one. `signedOut`: for this request; nothing is destroyed.
 * `end`: the session ends here. `replace`: everything of it ends, here and at the provider, and somebody else is there.
 * `open`: somebody is there who has no session yet.
 */
export type Judgement =
  | { kind: 'goOn' | 'signedOut' | 'end' }
  | { kind: 'open'; identity: Identity; portal: string }
  | { kind: 'replace'; identity: Identity | undefined; portal: string };

/** What the old portals' answers mean for a session. A portal whose session the browser no longer holds knows nobody. */
export function judge(rule: Rule, claim: Claim | undefined, findings: readonly Finding[]): Judgement {
  const named = findings.flatMap(({ who, portal }) => (typeof who === 'string' ? [] : [{ identity: who, portal }]));
  const [first] = named;
  const agreed = named.every(({ identity }) => identity.customerId === first?.identity.customerId);
  if (claim !== undefined && named.some(({ identity }) => !rule.isSamePerson(identity, claim)))
    return { kind: 'replace', identity: agreed ? first?.identity : undefined, portal: first?.portal ?? '' };
  if (claim !== undefined && rule.isOver(findings)) return { kind: 'end' };
  if (!rule.isAnswered(findings)) return { kind: 'signedOut' };
  if (claim === undefined) return first === undefined || !agreed ? { kind: 'goOn' } : { kind: 'open', ...first };
  const namedBy = named.map(({ portal }) => portal);
  return rule.isVouchedFor(claim, namedBy) ? { kind: 'goOn' } : { kind: 'end' };
}
