import type { RequestFacts } from '../front/request-facts.ts';
import type { RouteManners } from '../migration/migration.ts';
import type { Endpoint } from '../upstream/endpoint.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Caller } from './caller.ts';

/** The node of an upstream that has the caller's session, where that matters. What the route says goes first. */
export function nodeOf(
  upstream: Upstream,
  { session, cookies }: Caller,
  { cookie }: RequestFacts,
  manners: RouteManners | undefined,
): Endpoint | undefined {
  if (!upstream.choosesNodes) return undefined;
  return upstream.nodeFor({ cookie, who: session?.customerId ?? cookies.visitorId, by: manners?.stickiness });
}
