import { createHash } from 'node:crypto';
import { cookieValue } from '@wellspring/auth/cookies';

const name = 'last-visit';
/** Whoever comes back later than this comes back for another visit. */
const visitMs = 30 * 60_000;
const oneYearSeconds = 31_536_000;

export interface Visit {
  /** When the customer was here before this visit; undefined on the first one. */
  before: Date | undefined;
  /** `Set-Cookie` value that remembers it. */
  cookie: string;
}

/**
 * When this customer was last here with this browser. The cookie says no more than that: the customer is in it as a hash
 * that somebody else's visit does not fit.
 */
export function visitOf(customerId: string, cookies: string, secure: boolean, now = new Date()): Visit {
  const who = createHash('sha256').update(customerId).digest('base64url').slice(0, 8);
  const [whose, before, latest] = (cookieValue(cookies, name) ?? '').split('.');
  const same = whose === who;
  const beforeMs = same ? time(before) : undefined;
  const latestMs = same ? time(latest) : undefined;
  const last = latestMs !== undefined && now.getTime() - latestMs > visitMs ? latestMs : beforeMs;
  const value = [who, last ?? '', now.getTime()].join('.');
  return {
    before: last === undefined ? undefined : new Date(last),
    cookie: `${name}=${value}; Path=/; Max-Age=${oneYearSeconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
  };
}

function time(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{12,14}$/.test(text) ? Number(text) : undefined;
}
