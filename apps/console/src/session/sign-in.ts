import { Injectable } from '@nestjs/common';
import { RelyingParty, type Tokens } from '@wellspring/auth/relying-party';
import { Sealer } from '@wellspring/auth/sealing';
import { Logger, messageOf, RequestContext } from '@wellspring/platform';
import { z } from 'zod';
import { SessionSettings } from '../config.ts';
import { cookieValue } from './cookies.ts';
import type { OperatorSession } from './operator-session.ts';
import { safeReturnPath } from './return-path.ts';
import { SessionCookie } from './session-cookie.ts';

const cookieName = '__Host-console-sign-in';
const purpose = 'sign-in';
const minutes = 10;
// Lax: identity sends the browser back from another site.
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';
const role = 'operator';

const rememberedSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  at: z.number(),
});

const claimsSchema = z.object({
  sub: z.string().min(1),
  name: z.string().default(''),
  email: z.string().default(''),
  roles: z.array(z.string()).default([]),
});

/** Where to send the browser, and what it is to remember. */
export interface Redirection {
  location: string;
  cookies: string[];
}

/** Operators' sign-in at identity. Whoever comes back without the role gets no session. */
@Injectable()
export class SignIn {
  constructor(
    private readonly party: RelyingParty,
    private readonly sealer: Sealer,
    private readonly cookie: SessionCookie,
    private readonly settings: SessionSettings,
    private readonly logger: Logger,
  ) {}

  /** @param again asks for a password even when somebody is signed in at identity: to be somebody else. */
  async begin(returnTo: string | undefined, again: boolean): Promise<Redirection> {
    try {
      const { url, remember } = await this.party.begin({ ui_locales: 'en', ...(again && { prompt: 'login' }) });
      const content = { ...remember, returnTo: safeReturnPath(returnTo), at: Date.now() };
      const sealed = this.sealer.seal(purpose, JSON.stringify(content));
      return { location: url.href, cookies: [`${cookieName}=${sealed}; ${attributes}; Max-Age=${minutes * 60}`] };
    } catch (error) {
      return this.failed(error);
    }
  }

  /** @param url of the callback, with its query. */
  async finish(url: string, cookieHeader: string | undefined): Promise<Redirection> {
    const query = new URL(url, 'http://localhost').search;
    const remembered = this.remembered(cookieHeader);
    // An old tab, or a link somebody else made: begin again.
    if (remembered === undefined) return { location: '/', cookies: [] };
    if (new URLSearchParams(query).has('error')) return { location: '/', cookies: [forget] };
    try {
      return this.opened(await this.party.finish(query, remembered), remembered.returnTo);
    } catch (error) {
      return this.failed(error);
    }
  }

  private opened(tokens: Tokens, returnTo: string): Redirection {
    const { sub, name, email, roles } = claimsSchema.parse(tokens.claims);
    if (!roles.includes(role)) {
      this.logger.warn('Somebody without the role of an operator was refused', {
        'event.action': 'sign-in',
        'event.outcome': 'failure',
        'user.id': sub,
      });
      return { location: '/operators-only', cookies: [forget] };
    }
    const session: OperatorSession = {
      id: sub,
      name: name === '' ? sub : name,
      email,
      accessToken: tokens.accessToken,
      accessExpiresAt: tokens.expiresAt,
      refreshToken: tokens.refreshToken,
      endsAt: Date.now() + this.settings.sessionMaxMs,
    };
    this.logger.info('An operator signed in', { 'event.action': 'sign-in', 'user.id': sub });
    return { location: returnTo, cookies: [forget, this.cookie.write(session)] };
  }

  private remembered(header: string | undefined): z.output<typeof rememberedSchema> | undefined {
    const sealed = cookieValue(header, cookieName);
    const text = sealed === undefined ? undefined : this.sealer.open(purpose, sealed);
    const remembered = text === undefined ? undefined : rememberedSchema.safeParse(JSON.parse(text)).data;
    return remembered === undefined || Date.now() - remembered.at > minutes * 60_000 ? undefined : remembered;
  }

  private failed(error: unknown): Redirection {
    this.logger.warn('A sign-in failed', {
      'event.action': 'sign-in',
      'event.outcome': 'failure',
      'error.message': messageOf(error),
    });
    const reference = RequestContext.current()?.traceId ?? '';
    return { location: `/sign-in-failed?reference=${reference}`, cookies: [forget] };
  }
}

const forget = `${cookieName}=; ${attributes}; Max-Age=0`;
