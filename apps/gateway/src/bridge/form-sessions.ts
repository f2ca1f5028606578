import { Injectable } from '@nestjs/common';
import { type Counter, Logger, messageOf, Metrics } from '@wellspring/platform';
import { DelegatedSignInForm } from '../portal-site/delegated-sign-in.ts';
import { afterSetting } from '../portal-site/session-cookies.ts';
import type { InNameOf } from '../portal-site/portal-site.ts';
import { PortalSites } from '../portal-site/portal-sites.ts';
import type { Session } from '../session/session.ts';
import { Sessions } from '../session/sessions.ts';
import { CookieJars } from './cookie-jars.ts';

/** The first, and one more when the old side's session has ended. */
const mostSignIns = 2;

/** An old portal would not sign a customer in. */
export class BridgeSignInError extends Error {}

/** Sessions of old portals that the gateway opens by their delegated sign-in and keeps for its own. */
@Injectable()
export class FormSessions {
  private readonly forms: ReadonlyMap<string, DelegatedSignInForm>;
  private readonly outcomes: Counter<'portal' | 'outcome'>;

  constructor(
    private readonly jars: CookieJars,
    private readonly sessions: Sessions,
    private readonly logger: Logger,
    sites: PortalSites,
    metrics: Metrics,
  ) {
    this.forms = new Map(
      sites.all.flatMap((site) => {
        const { bridge, name } = site.portal;
        return bridge.mode === 'form' ? [[name, new DelegatedSignInForm(site.portal, bridge.form, site)] as const] : [];
      }),
    );
    this.outcomes = metrics.counter({
      name: 'gateway_bridge_sign_ins_total',
      help: 'Sign-ins of the gateway on old portals, in the name of customers',
      labels: ['portal', 'outcome'],
    });
  }

  /** What there is, without signing anybody in. */
  async held(session: Session, portal: string): Promise<string> {
    return (await this.jars.find(session.id, portal)).cookies ?? '';
  }

  /**
   * The session cookies of a customer, who is signed in first where that is needed and still allowed.
   * @throws BridgeSignInError
   */
  async cookies(session: Session, portal: string, asking: Omit<InNameOf, 'cookies'>): Promise<string> {
    const held = await this.jars.find(session.id, portal);
    if (held.cookies !== undefined) return held.cookies;
    const { cookies } = await this.jars.change(session.id, portal, this.sessions.latestExpiry(session), async (jar) => {
      // Another request, maybe at another replica, was first.
      if (jar.cookies !== undefined) return jar;
      if (jar.signIns >= mostSignIns) throw new BridgeSignInError(`${portal} has ended the session once more`);
      return { cookies: await this.signIn(session, portal, asking), signIns: jar.signIns + 1 };
    });
    return cookies ?? '';
  }

  /** The browser's own session there is kept here from now on. */
  adopt(session: Session, portal: string, cookies: string): Promise<void> {
    return this.jars.keep(session.id, portal, cookies, this.sessions.latestExpiry(session));
  }

  /** The portal has set some of its cookies: whatever else changes them at the same time is not lost. */
  async changed(
    session: Session,
    portal: string,
    setCookies: readonly string[],
    names: ReadonlySet<string>,
  ): Promise<void> {
    await this.jars.change(session.id, portal, this.sessions.latestExpiry(session), (jar) =>
      Promise.resolve({ ...jar, cookies: afterSetting(jar.cookies ?? '', setCookies, names) }),
    );
  }

  /** The old side has ended this session: the next request makes it again, if that is still allowed. */
  async ended(session: Session, portal: string, cookies: string): Promise<void> {
    await this.jars.change(session.id, portal, this.sessions.latestExpiry(session), (jar) =>
      Promise.resolve(jar.cookies === cookies ? { ...jar, cookies: undefined } : jar),
    );
  }

  private async signIn(session: Session, portal: string, asking: Omit<InNameOf, 'cookies'>): Promise<string> {
    const form = this.forms.get(portal);
    // A customer of the old side has a password there: only they may sign in again.
    if (form === undefined || session.openedFrom !== undefined)
      throw new BridgeSignInError(`nobody may sign this customer in at ${portal}`);
    try {
      const cookies = await form.signIn(session, asking);
      this.outcomes.inc({ portal, outcome: 'signed_in' });
      return cookies;
    } catch (error) {
      this.outcomes.inc({ portal, outcome: 'failed' });
      this.logger.warn('An old portal did not sign a customer in', {
        'event.action': 'bridge-sign-in',
        portal,
        'error.message': messageOf(error),
      });
      throw new BridgeSignInError(`${portal} did not sign the customer in`, { cause: error });
    }
  }
}
