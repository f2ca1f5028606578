import { Injectable } from '@nestjs/common';
import { CustomerTokens } from '../bridge/customer-tokens.ts';
import type { PortalCredentials } from '../bridge/portal-bridges.ts';
import type { RequestFacts } from '../front/request-facts.ts';
import { signsConnectionIn } from '../proxy/connection-schemes.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Caller } from './caller.ts';
import type { WatchedRequest } from './old-side-watch.ts';

/**
 * How each kind of upstream is told who is asking. A service gets a token and never what the client sent under that
 * name; the old side gets what its bridge has for it; a public one (sign-in) gets its own things unchanged.
 */
@Injectable()
export class Credentials {
  constructor(private readonly tokens: CustomerTokens) {}

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
    const { session, cookies } = caller;
    switch (upstream.kind) {
      case 'service': {
        const authorization =
          session === undefined ? '' : `authorization: Bearer ${this.tokens.forService(session, upstream.name)}\r\n`;
        return cookieLine(cookies.others) + authorization;
      }
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
