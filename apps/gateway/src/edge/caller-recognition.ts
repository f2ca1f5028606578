import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { LEGACY_BRIDGE, type LegacyBridge } from '../bridge/legacy-bridge.ts';
import { LegacyRecognition } from '../bridge/legacy-recognition.ts';
import { BridgeSettings } from '../config.ts';
import type { Visitor } from '../migration/migration.ts';
import type { Session } from '../session/session.ts';
import { Sessions } from '../session/sessions.ts';
import { VisitorCookie } from '../session/visitor-cookie.ts';
import type { Caller } from './caller.ts';
import type { KnownCookies } from './cookie-header.ts';

interface OpenedSession {
  session: Session;
  setCookie: string;
}

const noCookies: readonly string[] = [];
/** A page asks for several things at once with the same old cookie: they share one new session. */
const shareOpenedMs = 30_000;

/** Finds out who is asking: by our session, by the old side's, or as a visitor without a name. */
@Injectable()
export class CallerRecognition {
  private readonly opened = new LRUCache<string, Promise<OpenedSession | undefined>>({
    max: 10_000,
    ttl: shareOpenedMs,
  });

  constructor(
    private readonly sessions: Sessions,
    private readonly visitors: VisitorCookie,
    private readonly legacy: LegacyRecognition,
    private readonly bridgeSettings: BridgeSettings,
    @Inject(LEGACY_BRIDGE) private readonly bridge: LegacyBridge,
  ) {}

  /** Only a visitor with nothing but the old side's cookie makes this take longer. */
  recognise(cookies: KnownCookies, now: number): Caller | Promise<Caller> {
    const { session } = cookies;
    if (session !== undefined && this.sessions.isValid(session, now)) {
      const renewal = this.sessions.renewal(session, now);
      if (renewal !== undefined) return this.signedIn(session, cookies, [renewal]);
      return (cookies.caller ??= this.signedIn(session, cookies, noCookies));
    }
    const { legacySession } = cookies;
    if (legacySession !== undefined && this.legacy.worthAsking(legacySession))
      return this.askOldSide(legacySession, cookies);
    return this.anonymous(cookies);
  }

  private async askOldSide(legacySession: string, cookies: KnownCookies): Promise<Caller> {
    const opening = this.opened.get(legacySession) ?? this.open(legacySession);
    this.opened.set(legacySession, opening);
    const opened = await opening;
    if (opened === undefined) {
      this.opened.delete(legacySession);
      return this.anonymous(cookies);
    }
    return this.signedIn(opened.session, cookies, [opened.setCookie, ...this.takeOver()]);
  }

  private async open(legacySession: string): Promise<OpenedSession | undefined> {
    const identity = await this.legacy.whoIs(legacySession);
    if (identity === undefined) return undefined;
    const opened = await this.sessions.open(identity, {
      legacyCookie: this.bridge.keepsCookie ? legacySession : undefined,
    });
    this.bridge.adopt(opened.session, legacySession);
    return opened;
  }

  /** From now on the gateway holds the old side's session: the browser can forget it. */
  private takeOver(): string[] {
    return this.bridge.keepsCookie ? [`${this.bridgeSettings.legacyCookie}=; Path=/; Max-Age=0`] : [];
  }

  private signedIn(session: Session, cookies: KnownCookies, setCookies: readonly string[]): Caller {
    return {
      session,
      visitor: { customerId: session.customerId, ...(session.segment !== undefined && { segment: session.segment }) },
      cookies,
      setCookies,
      newVisitor: undefined,
    };
  }

  private anonymous(cookies: KnownCookies): Caller {
    if (cookies.visitorId !== undefined)
      return {
        session: undefined,
        visitor: { anonymousId: cookies.visitorId },
        cookies,
        setCookies: noCookies,
        newVisitor: undefined,
      };
    return new NewVisitor(cookies, this.visitors);
  }
}

/** Somebody without any cookie. The id is made when a decision asks for it: an asset or a health check needs none. */
class NewVisitor implements Caller {
  readonly session = undefined;
  readonly setCookies = noCookies;
  private made: { visitor: Visitor; setCookie: string } | undefined;

  constructor(
    readonly cookies: KnownCookies,
    private readonly visitors: VisitorCookie,
  ) {}

  get visitor(): Visitor {
    this.made ??= this.make();
    return this.made.visitor;
  }

  get newVisitor(): string | undefined {
    return this.made?.setCookie;
  }

  private make(): { visitor: Visitor; setCookie: string } {
    const { id, setCookie } = this.visitors.create();
    return { visitor: { anonymousId: id }, setCookie };
  }
}
