import { Injectable } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import { Epochs } from '../binding/epochs.ts';
import { bookOf } from '../binding/rule.ts';
import { CookieJars } from '../bridge/cookie-jars.ts';
import type { PortalSite } from '../portal-site/portal-site.ts';
import { PortalSites } from '../portal-site/portal-sites.ts';
import { Forwarding } from '../proxy/forwarded.ts';
import { ProviderSignOut } from '../session/provider-sign-out.ts';
import type { Session } from '../session/session.ts';
import { Sessions } from '../session/sessions.ts';
import { Upstreams } from '../upstreams/upstreams.ts';
import { inNameOf } from './asking.ts';
import type { RecognisedRequest } from './edge-request.ts';

/** Ends everything of a browser: here, at every old portal, and at the identity provider. */
@Injectable()
export class SignedOut {
  constructor(
    private readonly sessions: Sessions,
    private readonly provider: ProviderSignOut,
    private readonly sites: PortalSites,
    private readonly jars: CookieJars,
    private readonly epochs: Epochs,
    private readonly upstreams: Upstreams,
    private readonly forwarding: Forwarding,
    private readonly logger: Logger,
  ) {}

  /** Server to server, so that nothing depends on the browser. @returns `Set-Cookie` values */
  async everywhere(asked: RecognisedRequest): Promise<string[]> {
    const { session } = asked.caller;
    if (session !== undefined) await this.sessions.end(session);
    const kept = session === undefined ? [] : await this.keptFor(session);
    const [removed] = await Promise.all([
      Promise.all(this.sites.all.map((site) => this.atPortal(site, asked, kept))),
      session === undefined ? undefined : this.provider.end(session.id),
    ]);
    if (session !== undefined) await this.jars.forget(session.id).catch(() => undefined);
    this.logger.info('A customer signed out', { 'event.action': 'sign-out' });
    // Only the portal knows for which domain or path it has set what remembers somebody.
    const forgotten = [...removed.flat(), ...this.sites.all.flatMap((site) => site.forgottenCookies)];
    return [this.sessions.forgottenCookie(), ...new Set(forgotten)];
  }

  private async keptFor(session: Session): Promise<{ portal: string; cookies: string }[]> {
    try {
      return await this.jars.all(session.id);
    } catch {
      // Without the database what is kept there runs out by itself.
      return [];
    }
  }

  private async atPortal(
    site: PortalSite,
    { caller, facts, request }: RecognisedRequest,
    kept: readonly { portal: string; cookies: string }[],
  ): Promise<string[]> {
    const { name } = site.portal;
    const mine = kept.filter(({ portal }) => portal === name).map(({ cookies }) => cookies);
    const headers = inNameOf(facts, this.forwarding.lines(this.forwarding.hop(request.socket), facts.forwarded));
    const who = caller.session?.customerId ?? caller.cookies.visitorId;
    const node = this.upstreams.get(name)?.nodeFor({ cookie: facts.cookie, who });
    const removed: string[] = [];
    for (const cookies of [...mine, caller.cookies.held.get(name) ?? ''].filter((each) => each !== '')) {
      const sent = this.epochs.begin(bookOf(caller.cookies.visitorId, name, cookies), true);
      await sent.written;
      const answer = await site.signOut({ cookies, node, headers });
      if (answer === undefined) sent.unanswered(true);
      else sent.answered();
      removed.push(...(answer ?? []));
    }
    return removed;
  }
}
