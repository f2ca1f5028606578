import { Injectable } from '@nestjs/common';
import { CustomerTokens } from '../bridge/customer-tokens.ts';
import type { PortalCredentials } from '../bridge/portal-bridges.ts';
import type { RequestFacts } from '../front/request-facts.ts';
import { signsConnectionIn } from '../proxy/connection-schemes.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { pagesUpstream } from '../upstreams/upstream-names.ts';
import { Upstreams } from '../upstreams/upstreams.ts';
import type { Caller } from './caller.ts';
import type { WatchedRequest } from './old-side-watch.ts';
import { SessionView } from './session-view.ts';

/**
 * How each kind of upstream is told who is asking. A service gets a token and never what the client sent under that
 * name, and for a page all that the page may know; the old side gets what its bridge has for it; a public one (sign-in)
 * gets its own things unchanged.
 */
@Injectable()
export class Credentials {
  private readonly services: readonly string[];

  constructor(
    private readonly tokens: CustomerTokens,
    private readonly view: SessionView,
    upstreams: Upstreams,
  ) {
    this.services = upstreams.all.flatMap(({ kind, name }) => (kind === 'service' ? [name] : []));
  }

  /**
   * Header lines, each ended by CRLF.
   * @param browsers what becomes of the `Authorization` that browsers send, where the route says so
   * @param watched for an old portal: what is written down before it is sent
   */
  for(
    upstream: Upstream,
    caller: Caller,
    facts: RequestFacts,
    browsers: 'pass' | 'drop' | undefined = upstream.passesAuthorization ? 'pass' : 'drop',
    watched?: WatchedRequest,
  ): string | Promise<string> {
    const { cookies } = caller;
    switch (upstream.kind) {
      case 'service':
        return (
          cookieLine(cookies.others) +
          (isPage(upstream, facts) ? this.forPage(caller) : this.forService(upstream, caller))
        );
      case 'public':
        return cookieLine(cookies.others) + passedAuthorization(facts, browsers);
      case 'legacy': {
        const authorization = passedAuthorization(facts, browsers);
        const held = watched?.credentials();
        if (held instanceof Promise) return held.then((found) => portalLines(caller, found) + authorization);
        return portalLines(caller, held ?? { cookies: '', lines: '' }) + authorization;
      }
      default:
        return upstream.kind satisfies never;
    }
  }

  private forService({ name }: Upstream, { session, machine }: Caller): string {
    if (machine !== undefined) return `authorization: Bearer ${this.tokens.forMachine(machine, name)}\r\n`;
    return session === undefined ? '' : `authorization: Bearer ${this.tokens.forService(session, name)}\r\n`;
  }

  /** What a page would ask for as soon as it is there, so that it can come with it. */
  private forPage(caller: Caller): string {
    const { session, changed } = caller;
    const known = Buffer.from(JSON.stringify({ ...this.view.of(caller), changed })).toString('base64url');
    const token = session && this.tokens.forPages(session, this.services);
    return `x-bridge-session: ${known}\r\n${token === undefined ? '' : `authorization: Bearer ${token}\r\n`}`;
  }
}

/** A page, and none of the files it is made of, which are the same for everybody. */
function isPage({ name }: Upstream, { accept }: RequestFacts): boolean {
  return name === pagesUpstream && accept.includes('text/html');
}

function portalLines({ cookies }: Caller, { lines, cookies: session }: PortalCredentials): string {
  if (session === '') return cookieLine(cookies.others) + lines;
  return cookieLine(cookies.others === '' ? session : `${session}; ${cookies.others}`) + lines;
}

function passedAuthorization({ authorization }: RequestFacts, browsers: 'pass' | 'drop'): string {
  if (browsers === 'drop' || authorization === undefined || signsConnectionIn(authorization)) return '';
  return `authorization: ${authorization}\r\n`;
}

function cookieLine(value: string): string {
  return value === '' ? '' : `cookie: ${value}\r\n`;
}
