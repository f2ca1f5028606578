import { Injectable } from '@nestjs/common';
import { detached } from '@wellspring/platform';
import { BridgeSettings } from '../config.ts';
import { nodeCookiePrefix } from '../old-portal/node-stickiness.ts';
import { cookieValue, withoutCookies } from '../proxy/cookies.ts';
import { SessionCookie, sessionCookieName } from '../session/session-cookie.ts';
import type { Session } from '../session/session.ts';
import { VisitorCookie, visitorCookieName } from '../session/visitor-cookie.ts';
import type { Caller } from './caller.ts';
import { Generations } from '../memory/generations.ts';

/** What a `Cookie` header says, and what of it each kind of upstream may see. */
export interface KnownCookies {
  session: Session | undefined;
  visitorId: string | undefined;
  /** The old side's session as `name=value`, when the browser holds it. */
  legacySession: string | undefined;
  /** `Cookie` value without the gateway's own and the old side's. */
  others: string;
  /** The caller these cookies make, remembered while it stays the same. */
  caller?: Caller;
}

/** Of some 500 bytes each. */
const rememberedHeaders = 20_000;

const none: KnownCookies = { session: undefined, visitorId: undefined, legacySession: undefined, others: '' };

/** Prefix of everything only the gateway sets: no upstream can set, and none sees, a cookie that starts with it. */
const reservedNames = new Set([sessionCookieName, visitorCookieName]);
const reservedPrefixes = ['__Host-sign-', nodeCookiePrefix];

export function isReservedCookie(name: string): boolean {
  return reservedNames.has(name) || reservedPrefixes.some((prefix) => name.startsWith(prefix));
}

/**
 * Reads `Cookie` headers. A browser sends the same one again and again and opening a session takes dozens of
 * microseconds, so what was read is remembered by the header's text.
 */
@Injectable()
export class CookieHeader {
  private readonly known = new Generations<KnownCookies>(rememberedHeaders);

  constructor(
    private readonly sessionCookie: SessionCookie,
    private readonly visitorCookie: VisitorCookie,
    private readonly bridge: BridgeSettings,
  ) {}

  read(header: string): KnownCookies {
    if (header === '') return none;
    const known = this.known.get(header);
    if (known !== undefined) return known;
    const kept = detached(header);
    const cookies = this.parse(kept);
    this.known.set(kept, cookies);
    return cookies;
  }

  private parse(header: string): KnownCookies {
    const { legacyCookie } = this.bridge;
    const session = cookieValue(header, sessionCookieName);
    const visitor = cookieValue(header, visitorCookieName);
    const legacy = cookieValue(header, legacyCookie);
    return {
      session: session === undefined ? undefined : this.sessionCookie.read(session),
      visitorId: visitor === undefined ? undefined : this.visitorCookie.read(visitor),
      legacySession: legacy === undefined || legacy === '' ? undefined : `${legacyCookie}=${legacy}`,
      others: withoutCookies(header, (name) => name === legacyCookie || isReservedCookie(name)),
    };
  }
}
