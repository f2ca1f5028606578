import { Inject, Injectable } from '@nestjs/common';
import { CustomerTokens } from '../bridge/customer-tokens.ts';
import { LEGACY_BRIDGE, type LegacyBridge, type LegacyCredentials } from '../bridge/legacy-bridge.ts';
import type { RequestFacts } from '../front/request-facts.ts';
import { signsConnectionIn } from '../proxy/connection-schemes.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Caller } from './caller.ts';

/**
 * How each kind of upstream is told who is asking. A service gets a token and never what the client sent under that
 * name; the old side gets what its bridge has for it; a public one (sign-in) gets its own things unchanged.
 */
@Injectable()
export class Credentials {
  constructor(
    private readonly tokens: CustomerTokens,
    @Inject(LEGACY_BRIDGE) private readonly bridge: LegacyBridge,
  ) {}

  /**
   * Header lines, each ended by CRLF.
   * @param browsers what becomes of the `Authorization` that browsers send, where the route says so
   */
  for(
    upstream: Upstream,
    caller: Caller,
    facts: RequestFacts,
    browsers: 'pass' | 'drop' | undefined = upstream.passesAuthorization ? 'pass' : 'drop',
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
        if (session === undefined) return legacyLines(caller, { lines: authorization, cookie: cookies.legacySession });
        const held = this.bridge.credentials(session);
        if (held instanceof Promise)
          return held.then((credentials) => this.bridged(caller, credentials) + authorization);
        return this.bridged(caller, held) + authorization;
      }
      default:
        return upstream.kind satisfies never;
    }
  }

  private bridged(caller: Caller, credentials: LegacyCredentials): string {
    const cookie = credentials.cookie ?? (this.bridge.keepsCookie ? undefined : caller.cookies.legacySession);
    return legacyLines(caller, { lines: credentials.lines, cookie });
  }
}

function legacyLines({ cookies }: Caller, { lines, cookie }: LegacyCredentials): string {
  if (cookie === undefined) return cookieLine(cookies.others) + lines;
  return cookieLine(cookies.others === '' ? cookie : `${cookie}; ${cookies.others}`) + lines;
}

function passedAuthorization({ authorization }: RequestFacts, browsers: 'pass' | 'drop'): string {
  if (browsers === 'drop' || authorization === undefined || signsConnectionIn(authorization)) return '';
  return `authorization: ${authorization}\r\n`;
}

function cookieLine(value: string): string {
  return value === '' ? '' : `cookie: ${value}\r\n`;
}
