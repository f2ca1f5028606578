import { Injectable } from '@nestjs/common';
import { PortalSites } from '../portal-site/portal-sites.ts';
import { spokenLanguage } from '../proxy/spoken-language.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { AnySpelling } from './any-spelling.ts';
import type { RecognisedRequest } from './edge-request.ts';
import { EdgeRoutedRequest } from './routed-request.ts';
import { signOutPage, signOutPageHeaders } from './sign-out-page.ts';

/** Old portals sign out by a plain link. One on another site would do so, too: whoever follows it is asked first. */
@Injectable()
export class SignOutCheck {
  /** By the name of the old portal. */
  private readonly places: ReadonlyMap<string, AnySpelling>;

  constructor(sites: PortalSites) {
    this.places = new Map(
      sites.all.flatMap(({ portal }) => {
        const signOut = portal.session?.signOut;
        return signOut === undefined ? [] : [[portal.name, new AnySpelling(signOut, portal, true)] as const];
      }),
    );
  }

  /** Whether the portal takes this for its sign-out, however it is spelled. */
  isSignOut(
    portal: string,
    { request, target, facts }: Pick<RecognisedRequest, 'request' | 'target' | 'facts'>,
  ): boolean {
    return this.places.get(portal)?.has(new EdgeRoutedRequest(request.method, target, facts)) === true;
  }

  /** @returns whether it has asked, in place of sending the request on */
  asks(upstream: Upstream, asked: RecognisedRequest): boolean {
    const { request, facts, response, exchange } = asked;
    if (upstream.kind !== 'legacy' || facts.fetchSite === undefined) return false;
    if (facts.fetchSite === 'same-origin' || facts.fetchSite === 'none') return false;
    if (!this.isSignOut(upstream.name, asked)) return false;
    exchange.log({ 'event.reason': 'sign-out from another site' });
    const body = signOutPage(spokenLanguage(request.asker));
    response.begin(200, ['content-length', String(Buffer.byteLength(body)), ...signOutPageHeaders()]).end(body);
    return true;
  }
}
