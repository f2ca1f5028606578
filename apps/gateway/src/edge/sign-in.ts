import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { SignInState } from '@wellspring/auth/relying-party';
import { Sealer } from '@wellspring/auth/sealing';
import { Logger } from '@wellspring/platform';
import { z } from 'zod';
import { BridgeSettings } from '../config.ts';
import { MIGRATION, type Migration } from '../migration/migration.ts';
import { answerFailure } from '../proxy/failure-answer.ts';
import { cookieValue } from '../proxy/cookies.ts';
import { OidcClient } from '../session/oidc.client.ts';
import { Sessions } from '../session/sessions.ts';
import { redirect, type RecognisedRequest } from './edge-request.ts';
import { safeReturnPath } from './return-path.ts';

/** Name of the capability that says which side signs customers in, where it is declared. */
const capability = 'sign-in';
const purpose = 'sign-in';
const minutes = 10;
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';

const rememberedSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  at: z.number(),
});

/** Sign-in by OpenID Connect, or by the old portal's form while that capability has not moved. */
@Injectable()
export class SignIn {
  constructor(
    private readonly oidc: OidcClient,
    private readonly sealer: Sealer,
    private readonly sessions: Sessions,
    private readonly bridge: BridgeSettings,
    private readonly logger: Logger,
    @Inject(MIGRATION) private readonly migration: Migration,
  ) {}

  begin(asked: RecognisedRequest): void {
    const query = new URLSearchParams(asked.target.pathAndQuery.slice(asked.target.path.length));
    const returnTo = safeReturnPath(query.get('return'));
    const { caller, target } = asked;
    if (caller.session !== undefined) {
      redirect(asked, returnTo, caller.setCookies);
      return;
    }
    const decision = this.migration.table.decide(capability, caller.visitor);
    const newVisitor = caller.newVisitor === undefined ? [] : [caller.newVisitor];
    if (decision?.side === 'legacy' && target.path !== this.bridge.legacySignInPath) {
      redirect(asked, `${this.bridge.legacySignInPath}?return=${encodeURIComponent(returnTo)}`, newVisitor);
      return;
    }
    this.toProvider(asked, returnTo, newVisitor).catch((error: unknown) => {
      this.fail(asked, 'EDGE.SIGN_IN_UNAVAILABLE', 503, error);
    });
  }

  finish(asked: RecognisedRequest): void {
    this.fromProvider(asked).catch((error: unknown) => {
      this.fail(asked, 'EDGE.SIGN_IN_FAILED', 502, error);
    });
  }

  private async toProvider(asked: RecognisedRequest, returnTo: string, cookies: readonly string[]): Promise<void> {
    const language = /^(en|et|ru)\b/i.exec(asked.facts.acceptLanguage)?.[1]?.toLowerCase();
    const { url, remember } = await this.oidc.begin(language);
    const sealed = this.sealer.seal(purpose, JSON.stringify({ ...remember, returnTo, at: Date.now() }));
    const cookie = `${cookieName(remember.state)}=${sealed}; ${attributes}; Max-Age=${minutes * 60}`;
    redirect(asked, url.href, [...cookies, cookie]);
  }

  private async fromProvider(asked: RecognisedRequest): Promise<void> {
    const query = asked.target.pathAndQuery.slice(asked.target.path.length);
    const state = new URLSearchParams(query).get('state') ?? '';
    const forget = `${cookieName(state)}=; ${attributes}; Max-Age=0`;
    const remembered = this.remembered(asked.facts.cookie, state);
    if (remembered === undefined) {
      // An old tab, or a link somebody else made: begin again.
      redirect(asked, '/sign-in', []);
      return;
    }
    if (new URLSearchParams(query).has('error')) {
      this.logger.info('A sign-in was not completed', { 'event.action': 'sign-in' });
      redirect(asked, '/', [forget]);
      return;
    }
    const { identity, secrets } = await this.oidc.finish(query, remembered);
    if (asked.caller.session !== undefined) await this.sessions.end(asked.caller.session);
    const { setCookie } = await this.sessions.open(identity, secrets);
    this.logger.info('A customer signed in', { 'event.action': 'sign-in', 'user.id': identity.customerId });
    redirect(asked, remembered.returnTo, [forget, setCookie]);
  }

  private remembered(cookieHeader: string, state: string): (SignInState & { returnTo: string }) | undefined {
    const sealed = cookieValue(cookieHeader, cookieName(state));
    const text = sealed === undefined ? undefined : this.sealer.open(purpose, sealed);
    const remembered = text === undefined ? undefined : rememberedSchema.safeParse(JSON.parse(text)).data;
    if (remembered === undefined || remembered.state !== state) return undefined;
    return Date.now() - remembered.at > minutes * 60_000 ? undefined : remembered;
  }

  private fail(asked: RecognisedRequest, code: string, status: number, error: unknown): void {
    this.logger.warn('A sign-in failed', {
      'event.action': 'sign-in',
      'error.message': error instanceof Error ? error.message : '',
    });
    answerFailure(asked.response, asked.facts, asked.exchange.context.traceId, { status, code });
  }
}

/** One cookie for each sign-in under way, so that two tabs do not spoil each other's. */
function cookieName(state: string): string {
  return `__Host-sign-in-${createHash('sha256').update(state).digest('hex').slice(0, 8)}`;
}
