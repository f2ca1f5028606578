import { Injectable } from '@nestjs/common';
import { detached } from '@wellspring/platform';
import { nodeCookiePrefix } from '../old-portal/node-stickiness.ts';
import { OldPortals } from '../old-portal/profile/old-portals.ts';
import { sessionCookiesIn } from '../portal-site/session-cookies.ts';
import { cookieValue } from '@wellspring/auth/cookies';
import { withoutCookies } from '../proxy/cookies.ts';
import { SessionCookie, sessionCookieName } from '../session/session-cookie.ts';
import { VisitorCookie, visitorCookieName } from '../session/visitor-cookie.ts';
import type { KnownCookies } from './caller.ts';
import { Generations } from '../memory/generations.ts';

/** In one generation; nearly all of an entry is the header's own text, twice. */
const rememberedBytes = 33_554_432;

const nothingHeld: ReadonlyMap<string, string> = new Map();
const none: KnownCookies = { session: undefined, visitorId: undefined, held: nothingHeld, others: '' };

/** Prefix of everything only the gateway sets: no upstream can set, and none sees, a cookie that starts with it. */
const reservedNames = new Set([sessionCookieName, visitorCookieName]);
const reservedPrefixes = ['__Host-sign-', nodeCookiePrefix];

export function isReservedCookie(name: string): boolean {
  return reservedNames.has(name) || reservedPrefixes.some((prefix) => name.startsWith(prefix));
}

/**
 * Reads `Cookie` headers. A browser sends the same one again and again and opening a session takes dozens of
 * microseconds, so what was read is remembered by the header's text: of those with a session only, since strangers can
 * send any number of others.
 */
@Injectable()
export class CookieHeader {
  private readonly known = new Generations<KnownCookies>(rememberedBytes);
  private readonly portals: readonly { name: string; cookies: ReadonlySet<string> }[];
  private readonly portalCookies: ReadonlySet<string>;

  constructor(
    private readonly sessionCookie: SessionCookie,
    private readonly visitorCookie: VisitorCookie,
    portals: OldPortals,
  ) {
    this.portals = portals.all.flatMap(({ name, session }) =>
      session === undefined ? [] : [{ name, cookies: new Set(session.cookies) }],
    );
    this.portalCookies = new Set(this.portals.flatMap(({ cookies }) => [...cookies]));
  }

  read(header: string): KnownCookies {
    if (header === '') return none;
    const known = this.known.get(header);
    if (known !== undefined) return known;
    const kept = detached(header);
    const cookies = this.parse(kept);
    if (cookies.session !== undefined) this.known.set(kept, cookies, kept.length);
    return cookies;
  }

  private parse(header: string): KnownCookies {
    const session = cookieValue(header, sessionCookieName);
    const visitor = cookieValue(header, visitorCookieName);
    return {
      session: session === undefined ? undefined : this.sessionCookie.read(session),
      visitorId: visitor === undefined ? undefined : this.visitorCookie.read(visitor),
      held: this.held(header),
      others: withoutCookies(header, (name) => this.portalCookies.has(name) || isReservedCookie(name)),
    };
  }

  private held(header: string): ReadonlyMap<string, string> {
    const held = this.portals.flatMap(({ name, cookies }): [string, string][] => {
      const sent = sessionCookiesIn(header, cookies);
      return sent === '' ? [] : [[name, sent]];
    });
    return held.length === 0 ? nothingHeld : new Map(held);
  }
}
