import type { RequestFacts } from '../front/request-facts.ts';
import { isSafe } from '../proxy/upstream-request.ts';

/** A browser sends `Origin` with every handshake and no preflight: this check is all there is against other sites. */
export function isHandshakeFromOurPages({ origin }: RequestFacts, publicOrigin: string): boolean {
  return origin === undefined || origin === publicOrigin;
}

/**
 * Whether a request that changes something comes from a page of ours, so that no other site can make a customer's
 * browser send it; or from one of the `others` that the route names. Programs that are no browsers send neither header, and have no customer's cookie to abuse.
 */
export function isFromOurPages(
  method: string,
  facts: RequestFacts,
  publicOrigin: string,
  others?: ReadonlySet<string>,
): boolean {
  if (isSafe(method)) return true;
  if (facts.origin !== undefined && others?.has(facts.origin) === true) return true;
  if (facts.fetchSite !== undefined) return facts.fetchSite === 'same-origin' || facts.fetchSite === 'none';
  return facts.origin === undefined || facts.origin === publicOrigin;
}
