import { Inject, Injectable } from '@nestjs/common';
import { CustomerTokens } from '../bridge/customer-tokens.ts';
import { LEGACY_BRIDGE, type LegacyBridge, type LegacyCredentials } from '../bridge/legacy-bridge.ts';
import type { RequestFacts } from '../front/request-facts.ts';
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

  /** Header lines, each ended by CRLF. */
  for(upstream: Upstream, caller: Caller, facts: RequestFacts): string | Promise<string> {
    const { session, cookies } = caller;
    switch (upstream.kind) {
      case 'service': {
        const authorization =
          session === undefined ? '' : `authorization: Bearer ${this.tokens.forService(session, upstream.name)}\r\n`;
        return cookieLine(cookies.others) + authorization;
      }
      case 'public':
        return (
          cookieLine(cookies.others) +
          (facts.authorization === undefined ? '' : `authorization: ${facts.authorization}\r\n`)
        );
      case 'legacy': {
        if (session === undefined) return legacyLines(caller, { lines: '', cookie: cookies.legacySession });
        const held = this.bridge.credentials(session);
        if (held instanceof Promise) return held.then((credentials) => this.bridged(caller, credentials));
        return this.bridged(caller, held);
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

function cookieLine(value: string): string {
  return value === '' ? '' : `cookie: ${value}\r\n`;
}
