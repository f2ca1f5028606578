import { Injectable } from '@nestjs/common';
import { PendingSignIns, RelyingParty, type Tokens } from '@wellspring/auth/relying-party';
import { Logger, messageOf, RequestContext } from '@wellspring/platform';
import { z } from 'zod';
import { SessionSettings } from '../config.ts';
import type { OperatorSession } from './operator-session.ts';
import { safeReturnPath } from './return-path.ts';
import { SessionCookie } from './session-cookie.ts';

const role = 'operator';

const claimsSchema = z.object({
  sub: z.string().min(1),
  name: z.string().default(''),
  email: z.string().default(''),
  roles: z.array(z.string()).default([]),
});

/** What somebody wants to sign in for. */
export interface SignInWish {
  /** Path to go to afterwards. */
  returnTo: string | undefined;
  /** Of an earlier sign-in of this browser, which is begun again for the page that one was for. */
  state: string | undefined;
  /** Asks for a password even when somebody is signed in at identity: to be somebody else. */
  again: boolean;
  /** `Cookie` of the request. */
  cookies: string;
}

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
    private readonly pending: PendingSignIns,
    private readonly cookie: SessionCookie,
    private readonly settings: SessionSettings,
    private readonly logger: Logger,
  ) {}

  async begin({ returnTo, state, again, cookies }: SignInWish): Promise<Redirection> {
    try {
      const earlier = this.pending.find(state ?? '', cookies)?.returnTo;
      const { url, remember } = await this.party.begin({ ui_locales: 'en', ...(again && { prompt: 'login' }) });
      const path = safeReturnPath(returnTo ?? earlier);
      return { location: url.href, cookies: this.pending.remember(remember, path, cookies) };
    } catch (error) {
      return this.failed(error, []);
    }
  }

  /** @param url of the callback, with its query. @param cookies of the request. */
  async finish(url: string, cookies: string): Promise<Redirection> {
    const query = new URL(url, 'http://localhost').searchParams;
    const state = query.get('state') ?? '';
    const pending = this.pending.find(state, cookies);
    // A link somebody else made, or a sign-in this browser has forgotten.
    if (pending === undefined) return { location: '/', cookies: [] };
    const forget = this.pending.forget(state);
    if (query.has('error')) return { location: '/', cookies: [forget] };
    // Identity knows the operator by now, and asks nothing again.
    if (pending.isOver) {
      return { location: `/sign-in?return=${encodeURIComponent(pending.returnTo)}`, cookies: [forget] };
    }
    try {
      const { location, cookies: opened } = this.opened(
        await this.party.finish(`?${query.toString()}`, pending),
        pending.returnTo,
      );
      return { location, cookies: [forget, ...opened] };
    } catch (error) {
      return this.failed(error, [forget]);
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
      return { location: '/operators-only', cookies: [] };
    }
    const { refreshToken } = tokens;
    if (refreshToken === undefined) throw new Error('Identity gave no refresh token');
    const session: OperatorSession = {
      id: sub,
      name: name === '' ? sub : name,
      email,
      refreshToken,
      endsAt: Date.now() + this.settings.sessionMaxMs,
    };
    this.logger.info('An operator signed in', { 'event.action': 'sign-in', 'user.id': sub });
    return { location: returnTo, cookies: [this.cookie.write(session)] };
  }

  private failed(error: unknown, cookies: string[]): Redirection {
    this.logger.warn('A sign-in failed', {
      'event.action': 'sign-in',
      'event.outcome': 'failure',
      'error.message': messageOf(error),
    });
    const reference = RequestContext.current()?.traceId ?? '';
    return { location: `/sign-in-failed?reference=${reference}`, cookies };
  }
}
