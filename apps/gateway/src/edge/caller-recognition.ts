import { Injectable } from '@nestjs/common';
import { PortalBridges } from '../bridge/portal-bridges.ts';
import { type BoundBrowser, PortalCallers } from '../bridge/portal-callers.ts';
import type { Visitor } from '../migration/visitor.ts';
import { Forwarding } from '../proxy/forwarded.ts';
import { isSafe } from '../proxy/upstream-request.ts';
import type { Identity, Session } from '../session/session.ts';
import { Sessions } from '../session/sessions.ts';
import { VisitorCookie } from '../session/visitor-cookie.ts';
import { Upstreams } from '../upstreams/upstreams.ts';
import { inNameOf } from './asking.ts';
import type { Caller, KnownCookies } from './caller.ts';
import type { RecognisedRequest } from './edge-request.ts';

/** What of a request tells in whose name an old portal is to be asked. */
export type Asking = Pick<RecognisedRequest, 'request' | 'facts' | 'caller'>;

const noCookies: readonly string[] = [];
/** Somebody who used the page this lately is there. */
const presentMs = 60_000;

/** Finds out who is asking: by our session, by the old portals', or as a visitor without a name. */
@Injectable()
export class CallerRecognition {
  constructor(
    private readonly sessions: Sessions,
    private readonly visitors: VisitorCookie,
    private readonly portals: PortalCallers,
    private readonly upstreams: Upstreams,
    private readonly forwarding: Forwarding,
    private readonly bridges: PortalBridges,
  ) {}

  /** Who it is by their cookies alone. Where old portals have a say in it, that is what is yet to be proven. */
  recognise(cookies: KnownCookies, now: number): Caller {
    const { session } = cookies;
    if (session === undefined || !this.sessions.isValid(session, now)) return this.anonymous(cookies);
    const renewal = this.sessions.renewal(session, now);
    if (renewal !== undefined) return this.signedIn(session, cookies, [renewal]);
    return (cookies.caller ??= this.signedIn(session, cookies, noCookies));
  }

  /** Who it is as far as the new side may know: asks the old portals where the rule wants it. */
  async prove(asked: Asking): Promise<Caller> {
    const { caller } = asked;
    const { cookies } = caller;
    const browserId = cookies.visitorId === undefined ? this.visitors.create() : undefined;
    const { session, setCookies, changed } = await this.portals.recognise(this.browserOf(asked));
    const all = [
      // What renews a session that is no longer theirs is not sent.
      ...(session === caller.session ? caller.setCookies : noCookies),
      ...setCookies,
      ...(browserId === undefined ? noCookies : [browserId.setCookie]),
    ];
    const proven =
      session === undefined
        ? visitor(cookies, cookies.visitorId ?? browserId?.id ?? '', all)
        : this.signedIn(session, cookies, all);
    return { ...proven, unproven: false, changed };
  }

  /** Who it is, for what nobody waits for or does by hand: nothing is opened or ended by it. */
  look(asked: Asking): Promise<Session | Identity | undefined> {
    return this.portals.look({ ...this.browserOf(asked), byHand: false });
  }

  private browserOf({ request, facts, caller }: Asking): BoundBrowser {
    const { cookies, session } = caller;
    const who = session?.customerId ?? cookies.visitorId;
    return {
      session,
      browser: cookies.visitorId,
      held: cookies.held,
      byHand:
        facts.fetchMode === undefined || facts.fetchMode === 'navigate' || !isSafe(request.method) || isPresent(facts),
      nodeOf: (portal) => this.upstreams.get(portal)?.nodeFor({ cookie: facts.cookie, who }),
      headers: inNameOf(facts, this.forwarding.lines(this.forwarding.hop(request.socket), facts.forwarded)),
    };
  }

  private signedIn(session: Session, cookies: KnownCookies, setCookies: readonly string[]): Caller {
    return {
      session,
      machine: undefined,
      unproven: cookies.held.size > 0 || session.openedFrom !== undefined || this.bridges.keepsAny,
      changed: false,
      visitor: { customerId: session.customerId, ...(session.segment !== undefined && { segment: session.segment }) },
      cookies,
      setCookies,
      newVisitor: undefined,
    };
  }

  private anonymous(cookies: KnownCookies): Caller {
    if (cookies.visitorId !== undefined) return visitor(cookies, cookies.visitorId, noCookies);
    return new NewVisitor(cookies, this.visitors);
  }
}

function isPresent({ pageIdleSeconds }: RecognisedRequest['facts']): boolean {
  return pageIdleSeconds !== undefined && pageIdleSeconds * 1_000 < presentMs;
}

function visitor(cookies: KnownCookies, anonymousId: string, setCookies: readonly string[]): Caller {
  return {
    session: undefined,
    machine: undefined,
    unproven: cookies.held.size > 0,
    changed: false,
    visitor: { anonymousId },
    cookies,
    setCookies,
    newVisitor: undefined,
  };
}

/** Somebody without any cookie. The id is made when a decision asks for it: an asset or a health check needs none. */
class NewVisitor implements Caller {
  readonly session = undefined;
  readonly machine = undefined;
  readonly unproven: boolean;
  readonly changed = false;
  readonly setCookies = noCookies;
  private made: { visitor: Visitor; setCookie: string } | undefined;

  constructor(
    readonly cookies: KnownCookies,
    private readonly visitors: VisitorCookie,
  ) {
    this.unproven = cookies.held.size > 0;
  }

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
