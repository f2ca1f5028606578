import { Injectable } from '@nestjs/common';
import { Logger, messageOf } from '@wellspring/platform';
import { Epochs, type OldRequest } from '../binding/epochs.ts';
import { bookOf } from '../binding/rule.ts';
import { FormSessions } from '../bridge/form-sessions.ts';
import { PortalBridges, type PortalCredentials } from '../bridge/portal-bridges.ts';
import { isPlain } from '../migration/routing/path-reading.ts';
import { PortalSites } from '../portal-site/portal-sites.ts';
import { setsAny } from '../portal-site/session-cookies.ts';
import { Forwarding } from '../proxy/forwarded.ts';
import type { Inspection } from '../proxy/relay-plan.ts';
import { setCookies } from '../proxy/response-headers.ts';
import { VisitorCookie } from '../session/visitor-cookie.ts';
import type { ResponseHead } from '../upstream/response-head.ts';
import { Upstreams } from '../upstreams/upstreams.ts';
import { inNameOf } from './asking.ts';
import type { RecognisedRequest } from './edge-request.ts';
import { nodeOf } from './node-of.ts';
import { SignOutCheck } from './sign-out-check.ts';
import { SignedOut } from './signed-out.ts';

type SentRequest = Pick<RecognisedRequest, 'request' | 'facts' | 'target' | 'caller'>;

/** Watches what goes to old portals: raises epochs, keeps cookies that stay in the gateway, and follows a sign-out. */
@Injectable()
export class OldSideWatch {
  constructor(
    private readonly epochs: Epochs,
    private readonly sites: PortalSites,
    private readonly bridges: PortalBridges,
    private readonly forms: FormSessions,
    private readonly visitors: VisitorCookie,
    private readonly forwarding: Forwarding,
    private readonly upstreams: Upstreams,
    private readonly signOuts: SignOutCheck,
    private readonly signedOut: SignedOut,
    private readonly logger: Logger,
  ) {}

  /** What is to be known about a request before it is sent to this portal. */
  watch(portal: string, asked: SentRequest): WatchedRequest {
    return new WatchedRequest(this, portal, asked);
  }

  credentials(portal: string, { request, facts, caller }: SentRequest): PortalCredentials | Promise<PortalCredentials> {
    const held = caller.cookies.held.get(portal) ?? '';
    const lines = this.forwarding.lines(this.forwarding.hop(request.socket), facts.forwarded);
    const upstream = this.upstreams.get(portal);
    const node = upstream === undefined ? undefined : nodeOf(upstream, caller, facts, undefined);
    return this.bridges.credentials(portal, caller.session, held, { node, headers: inNameOf(facts, lines) });
  }

  /** @returns undefined for a request that can change nobody's session */
  begin(portal: string, cookies: string, { target, caller, facts }: SentRequest): OldRequest | undefined {
    if (cookies === '' || this.isStatic(portal, target.path)) return undefined;
    const byHand = facts.fetchMode === undefined || facts.fetchMode === 'navigate';
    return this.epochs.begin(bookOf(caller.cookies.visitorId, portal, cookies), byHand);
  }

  /** Whether the portal's profile says that what is there is the same for everybody. */
  isStatic(portal: string, path: string): boolean {
    const profile = this.sites.get(portal)?.portal.session;
    return profile?.static.some((below) => isPlainlyBelow(path, below)) === true;
  }

  /** What the head of an answer means for the browser. @returns undefined when that is nothing, as nearly always */
  inspect(portal: string, head: ResponseHead, asked: RecognisedRequest): Promise<Inspection> | undefined {
    const site = this.sites.get(portal);
    const { caller } = asked;
    const profile = site?.portal.session;
    if (site === undefined || profile === undefined) return undefined;
    if (head.status < 400 && this.signOuts.isSignOut(portal, asked)) return this.follow(asked);
    const names = new Set(profile.cookies);
    const set = setCookies(head);
    const isSetting = setsAny(set, names);
    if (isSetting && caller.session !== undefined && this.bridges.keepsCookies(portal))
      return this.keep(portal, set, names, asked);
    const isNew = caller.cookies.visitorId === undefined && caller.newVisitor === undefined;
    if (isNew && (isSetting || caller.cookies.held.has(portal)))
      return Promise.resolve({ add: [this.visitors.create().setCookie] });
    return undefined;
  }

  private async follow(asked: RecognisedRequest): Promise<Inspection> {
    return { add: await this.signedOut.everywhere(asked), clears: true };
  }

  private async keep(
    portal: string,
    set: readonly string[],
    names: ReadonlySet<string>,
    { caller: { session } }: RecognisedRequest,
  ): Promise<Inspection> {
    if (session === undefined) return { add: [] };
    try {
      await this.forms.changed(session, portal, set, names);
    } catch (error) {
      this.logger.warn("An old portal's cookies could not be kept", {
        portal,
        'error.message': messageOf(error),
      });
    }
    return { add: [], keep: names };
  }
}

/** One attempt to send a request to an old portal. */
export class WatchedRequest {
  private begun: OldRequest | undefined;
  private over = false;

  constructor(
    private readonly watch: OldSideWatch,
    private readonly portal: string,
    private readonly asked: SentRequest,
  ) {}

  /** Everything it is sent with; it may be sent once this is there. */
  credentials(): PortalCredentials | Promise<PortalCredentials> {
    const credentials = this.watch.credentials(this.portal, this.asked);
    return credentials instanceof Promise ? credentials.then((found) => this.begin(found)) : this.begin(credentials);
  }

  answered(): void {
    if (!this.over) this.begun?.answered();
    this.over = true;
  }

  unanswered(sent: boolean): void {
    if (!this.over) this.begun?.unanswered(sent);
    this.over = true;
  }

  private begin(credentials: PortalCredentials): PortalCredentials | Promise<PortalCredentials> {
    if (this.over) return credentials;
    this.begun = this.watch.begin(this.portal, credentials.cookies, this.asked);
    return this.begun === undefined ? credentials : this.begun.written.then(() => credentials);
  }
}

/** Whether every server reads it so: nothing that follows could lead one of them elsewhere. */
function isPlainlyBelow(path: string, parent: string): boolean {
  if (path === parent) return true;
  const folder = parent.endsWith('/') ? parent : `${parent}/`;
  // The case of a name leads nowhere else.
  return path.startsWith(folder) && isPlain(`/${path.slice(folder.length)}`.toLowerCase());
}
