import { Injectable } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import { type BoundCaller, BoundCallers, type Opened, type SessionDesk } from '../binding/bound-callers.ts';
import { realClock } from '../binding/clock.ts';
import { EpochBookStore } from '../binding/epoch-book.store.ts';
import { Epochs } from '../binding/epochs.ts';
import { Inquiry, type Reply } from '../binding/inquiry.ts';
import { theRule } from '../binding/rule.ts';
import type { Asker, Binding } from '../binding/standing.ts';
import type { InNameOf, PortalSite } from '../portal-site/portal-site.ts';
import { PortalSites } from '../portal-site/portal-sites.ts';
import { ProviderSignOut } from '../session/provider-sign-out.ts';
import type { Identity, Session } from '../session/session.ts';
import { Sessions } from '../session/sessions.ts';
import { browserAgeMs } from '../session/visitor-cookie.ts';
import type { Endpoint } from '../upstream/endpoint.ts';
import { FormSessions } from './form-sessions.ts';
import { PortalBridges } from './portal-bridges.ts';

/** A browser that holds, or for which the gateway holds, sessions of old portals. */
export interface BoundBrowser {
  session: Session | undefined;
  /** The id this gateway gave it. */
  browser: string | undefined;
  /** By portal, its session cookies as the browser sent them. */
  held: ReadonlyMap<string, string>;
  byHand: boolean;
  /** The node of this portal that has its session, where that matters. */
  nodeOf(portal: string): Endpoint | undefined;
  headers: Readonly<Record<string, string>>;
}

interface PortalAsker extends Asker {
  site: PortalSite;
  asking: InNameOf;
  /** The session for which the gateway keeps these cookies. */
  keptFor: Session | undefined;
}

/** Finds out from old portals who a browser is, and lets its session go on or not. */
@Injectable()
export class PortalCallers implements SessionDesk<Session> {
  private readonly callers: BoundCallers<Session, PortalAsker>;

  constructor(
    private readonly sites: PortalSites,
    private readonly bridges: PortalBridges,
    private readonly forms: FormSessions,
    private readonly sessions: Sessions,
    private readonly provider: ProviderSignOut,
    private readonly logger: Logger,
    epochs: Epochs,
    book: EpochBookStore,
  ) {
    const inquiry = new Inquiry<PortalAsker>(theRule, epochs, book, (asker) => this.ask(asker), realClock);
    this.callers = new BoundCallers(theRule, inquiry, this, realClock);
  }

  async recognise(browser: BoundBrowser): Promise<BoundCaller<Session>> {
    const askers = await this.askers(browser);
    const caller = await this.callers.recognise(browser.session, askers);
    const { session, setCookies } = caller;
    // A session that has just been opened takes the browser's own over, where the gateway keeps them.
    const taken = session === browser.session ? [] : await this.takeOver(session, askers);
    return taken.length === 0 ? caller : { ...caller, setCookies: [...setCookies, ...taken] };
  }

  /** Who it is, without opening or ending anything: for what the browser does not wait for. */
  async look(browser: BoundBrowser): Promise<Session | Identity | undefined> {
    return this.callers.look(browser.session, await this.askers(browser));
  }

  open(identity: Identity, openedFrom: string): Promise<Opened<Session>> {
    this.logger.info('A customer of an old portal was recognised', {
      'event.action': 'sign-in',
      portal: openedFrom,
      'user.id': identity.customerId,
    });
    return this.sessions.open(identity, {}, { openedFrom });
  }

  end(session: Session): Promise<string> {
    this.logger.info('An old portal no longer knows a customer', { 'event.action': 'sign-out' });
    return this.sessions.end(session);
  }

  async endEverywhere(session: Session): Promise<string> {
    this.logger.info('An old portal knows somebody else', { 'event.action': 'sign-out' });
    const forget = await this.sessions.end(session);
    // The provider is told in the background, and until it has heard.
    void this.provider.end(session.id);
    return forget;
  }

  private async askers(browser: BoundBrowser): Promise<PortalAsker[]> {
    const found = await Promise.all(this.sites.all.map((site) => this.asker(site, browser)));
    return found.filter((each) => each !== undefined);
  }

  private async asker(site: PortalSite, browser: BoundBrowser): Promise<PortalAsker | undefined> {
    const { name, session: profile } = site.portal;
    const { session, held, byHand, headers } = browser;
    const keptFor = this.bridges.keepsCookies(name) ? session : undefined;
    const kept = keptFor === undefined ? '' : await this.forms.held(keptFor, name);
    const cookies = kept === '' ? (held.get(name) ?? '') : kept;
    if (cookies === '') return undefined;
    const node = browser.nodeOf(name);
    const idleMs = profile?.whoIs?.mayProlong ?? profile?.idle ?? 0;
    return {
      ...({ portal: name, node: node?.url.host, cookies } satisfies Binding),
      browser: browser.browser,
      browserAgeMs: browser.browser === undefined ? 0 : browserAgeMs(browser.browser, Date.now()),
      sessionId: session?.id,
      byHand,
      idleMs,
      outageMs: profile?.whoIs?.trustedThroughOutage ?? 0,
      site,
      asking: { cookies, node, headers },
      keptFor: kept === '' ? undefined : keptFor,
    };
  }

  private async ask({ site, asking, keptFor, portal, cookies }: PortalAsker): Promise<Reply> {
    const reply = await site.whoIs(asking);
    if (keptFor === undefined) return reply;
    // What a portal sets for somebody it does not know is nobody's session: to keep it would be in the way of a new one.
    if (reply.who === 'nobody') await this.forms.ended(keptFor, portal, cookies);
    else if (reply.setCookies.length > 0)
      await this.forms.changed(keptFor, portal, reply.setCookies, new Set(site.portal.session?.cookies));
    return { ...reply, setCookies: [] };
  }

  private async takeOver(session: Session | undefined, askers: readonly PortalAsker[]): Promise<string[]> {
    if (session === undefined) return [];
    const taken = askers.filter(({ portal }) => this.bridges.keepsCookies(portal));
    await Promise.all(taken.map(({ portal, cookies }) => this.forms.adopt(session, portal, cookies)));
    return taken.flatMap(({ site }) => site.forgottenCookies);
  }
}
