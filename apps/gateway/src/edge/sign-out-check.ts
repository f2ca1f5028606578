import { Injectable } from '@nestjs/common';
import { isPlace } from '../old-portal/site/place-matcher.ts';
import { PortalSites } from '../old-portal/site/portal-sites.ts';
import { spokenLanguage } from '../proxy/spoken-language.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { RecognisedRequest } from './edge-request.ts';
import { signOutPage, signOutPageHeaders } from './sign-out-page.ts';

/** Old portals sign out by a plain link. One on another site would do so, too: whoever follows it is asked first. */
@Injectable()
export class SignOutCheck {
  constructor(private readonly sites: PortalSites) {}

  /** @returns whether it has asked, in place of sending the request on */
  asks(upstream: Upstream, { request, facts, target, response, exchange }: RecognisedRequest): boolean {
    if (upstream.kind !== 'legacy' || facts.fetchSite === undefined) return false;
    if (facts.fetchSite === 'same-origin' || facts.fetchSite === 'none') return false;
    const signOut = this.sites.get(upstream.name)?.portal.session?.signOut;
    if (signOut === undefined || !isPlace(target.pathAndQuery, signOut)) return false;
    exchange.log({ 'event.reason': 'sign-out from another site' });
    const body = signOutPage(spokenLanguage(request.asker));
    response.begin(200, ['content-length', String(Buffer.byteLength(body)), ...signOutPageHeaders]).end(body);
    return true;
  }
}
