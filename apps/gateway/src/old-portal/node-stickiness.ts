import { createHash } from 'node:crypto';
import { cookieValue } from '@wellspring/auth/cookies';
import type { Endpoint } from '../upstream/endpoint.ts';
import type { ResponseHead } from '../upstream/response-head.ts';
import type { Asking, NodeChoice } from '../upstream/node-choice.ts';
import type { Stickiness } from '../upstream/stickiness.ts';

type Asked = Pick<Asking, 'cookie' | 'by'>;

/** All of them are the gateway's own: no upstream sets or sees them. */
export const nodeCookiePrefix = '__Host-node-';

/** A bank sends its customers back from another site, and they have to arrive where they left. */
const attributes = 'Path=/; Secure; HttpOnly; SameSite=None';

/** Sends whoever has a session on one node of an old portal to that node. */
export class NodeStickiness implements NodeChoice {
  private readonly cookieName: string;
  private readonly byId: ReadonlyMap<string, Endpoint>;
  private readonly ids: ReadonlyMap<Endpoint, string>;

  private constructor(
    portal: string,
    private readonly usual: Stickiness,
    endpoints: readonly Endpoint[],
    /** Whether the gateway keeps the portal's session cookies, so that browsers have none to go by. */
    private readonly keepsCookies: boolean,
  ) {
    this.cookieName = nodeCookiePrefix + portal;
    this.ids = new Map(endpoints.map((endpoint) => [endpoint, idOf(endpoint.url)]));
    this.byId = new Map([...this.ids].map(([endpoint, id]) => [id, endpoint]));
  }

  /** @returns undefined where there is no choice */
  static of(
    portal: string,
    usual: Stickiness,
    endpoints: readonly Endpoint[],
    keepsCookies = false,
  ): NodeStickiness | undefined {
    return endpoints.length < 2 ? undefined : new NodeStickiness(portal, usual, endpoints, keepsCookies);
  }

  nodeFor({ cookie, who, by = this.usual }: Asking): Endpoint | undefined {
    if (by === 'none') return undefined;
    if (by === 'customer') return who === undefined ? undefined : this.ranked(who);
    const id = cookieValue(cookie, this.cookieName);
    const remembered = id === undefined ? undefined : this.byId.get(id);
    if (remembered !== undefined) return remembered;
    // A session from before the gateway was there: at least all of its requests go to the same node.
    const session = sessionIn(cookie, by.cookie) ?? (this.keepsCookies ? who : undefined);
    return session === undefined ? undefined : this.ranked(session);
  }

  remember(head: ResponseHead, endpoint: Endpoint, { cookie, by = this.usual }: Asked): string | undefined {
    if (by === 'none' || by === 'customer') return undefined;
    const id = this.ids.get(endpoint);
    const known = cookieValue(cookie, this.cookieName);
    if (id === undefined || id === known) return undefined;
    // One that helps out while the remembered node is away must not take its customers over.
    const begins =
      beginsSession(head, by.cookie) || (known === undefined && sessionIn(cookie, by.cookie) !== undefined);
    return begins ? `${this.cookieName}=${id}; ${attributes}` : undefined;
  }

  /** Rendezvous hashing: when a node comes or goes, only its own share moves. */
  private ranked(key: string): Endpoint | undefined {
    let best: { endpoint: Endpoint; score: string } | undefined;
    for (const [endpoint, id] of this.ids) {
      const score = digest(`${id} ${key}`);
      if (!endpoint.ejected && (best === undefined || score > best.score)) best = { endpoint, score };
    }
    return best?.endpoint;
  }
}

function sessionIn(cookie: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = cookieValue(cookie, name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function beginsSession({ headers }: ResponseHead, names: readonly string[]): boolean {
  return headers.some((value, i) => {
    if (i % 2 === 0 || headers[i - 1] !== 'set-cookie') return false;
    const equals = value.indexOf('=');
    return names.includes(value.slice(0, equals).trim()) && !/^(?:deleted)?\s*(?:;|$)/.test(value.slice(equals + 1));
  });
}

/** The same on every replica and after a restart, and says nothing about the address. */
function idOf(url: URL): string {
  return digest(url.href).slice(0, 8);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
