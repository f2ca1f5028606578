import { Inject, Injectable } from '@nestjs/common';
import { cookieValue } from '@wellspring/auth/cookies';
import { PendingSignIns, SignInRefusedError } from '@wellspring/auth/relying-party';
import { languageCookie, Logger, messageOf } from '@wellspring/platform';
import { migrationToken, type Migration } from '../migration/migration.ts';
import { OldPortals } from '../old-portal/profile/old-portals.ts';
import { isPlace, type Place, targetOf } from '../portal-site/place-matcher.ts';
import { answerFailure } from '../proxy/failure-answer.ts';
import { OidcClient } from '../session/oidc.client.ts';
import { Sessions } from '../session/sessions.ts';
import { redirect, type RecognisedRequest } from './edge-request.ts';
import { safeReturnPath } from './return-path.ts';

/** Name of the capability that says which side signs customers in, where it is declared. */
const capability = 'sign-in';

/** Sign-in by OpenID Connect, or by the old portal's form while that capability has not moved. */
@Injectable()
export class SignIn {
  /** Where an old portal signs customers in itself. */
  private readonly atOldPortal: Place | undefined;

  constructor(
    private readonly oidc: OidcClient,
    private readonly pending: PendingSignIns,
    private readonly sessions: Sessions,
    private readonly logger: Logger,
    portals: OldPortals,
    @Inject(migrationToken) private readonly migration: Migration,
  ) {
    this.atOldPortal = portals.all.find(({ session }) => session?.signIn !== undefined)?.session?.signIn;
  }

  begin(asked: RecognisedRequest): void {
    const returnTo = this.returnPath(asked);
    const { caller, target } = asked;
    if (caller.session !== undefined) {
      redirect(asked, returnTo, caller.setCookies);
      return;
    }
    const decision = this.migration.table.decide(capability, caller.visitor);
    const newVisitor = caller.newVisitor === undefined ? [] : [caller.newVisitor];
    if (
      decision?.side === 'legacy' &&
      this.atOldPortal !== undefined &&
      !isPlace(target.pathAndQuery, this.atOldPortal)
    ) {
      const { path, query } = this.atOldPortal;
      redirect(asked, targetOf({ path, query: { ...query, return: returnTo } }), newVisitor);
      return;
    }
    this.toProvider(asked, returnTo, newVisitor).catch((error: unknown) => {
      this.fail(asked, 'EDGE.SIGN_IN_UNAVAILABLE', 503, error);
    });
  }

  finish(asked: RecognisedRequest): void {
    this.fromProvider(asked).catch((error: unknown) => {
      if (error instanceof SignInRefusedError) this.fail(asked, 'EDGE.SIGN_IN_REFUSED', 400, error);
      else this.fail(asked, 'EDGE.SIGN_IN_FAILED', 502, error);
    });
  }

  /** The page asked for, or that of an earlier sign-in of this browser, by its `state`, which is begun again. */
  private returnPath({ target, facts }: RecognisedRequest): string {
    const query = queryOf(target);
    const earlier = this.pending.find(query.get('state') ?? '', facts.cookie);
    return safeReturnPath(query.get('return') ?? earlier?.returnTo ?? null);
  }

  private async toProvider(asked: RecognisedRequest, returnTo: string, cookies: readonly string[]): Promise<void> {
    // What the browser prefers it tells the provider itself.
    const { url, remember } = await this.oidc.begin(chosenLanguage(asked.facts.cookie));
    redirect(asked, url.href, [...cookies, ...this.pending.remember(remember, returnTo, asked.facts.cookie)]);
  }

  private async fromProvider(asked: RecognisedRequest): Promise<void> {
    const query = queryOf(asked.target);
    const state = query.get('state') ?? '';
    const pending = this.pending.find(state, asked.facts.cookie);
    if (pending === undefined) {
      // A link somebody else made, or a sign-in this browser has forgotten: begin again.
      redirect(asked, '/sign-in', []);
      return;
    }
    const forget = this.pending.forget(state);
    if (query.has('error')) {
      this.logger.info('A sign-in was not completed', { 'event.action': 'sign-in' });
      redirect(asked, '/', [forget]);
      return;
    }
    if (pending.isOver) {
      // The provider knows the customer by now, and asks nothing again.
      redirect(asked, `/sign-in?return=${encodeURIComponent(pending.returnTo)}`, [forget]);
      return;
    }
    const { identity, secrets, providerSession } = await this.oidc.finish(`?${query.toString()}`, pending);
    if (asked.caller.session !== undefined) await this.sessions.end(asked.caller.session);
    const { setCookie } = await this.sessions.open(identity, secrets, { providerSession });
    this.logger.info('A customer signed in', { 'event.action': 'sign-in', 'user.id': identity.customerId });
    redirect(asked, pending.returnTo, [forget, setCookie]);
  }

  private fail(asked: RecognisedRequest, code: string, status: number, error: unknown): void {
    this.logger.warn('A sign-in failed', {
      'event.action': 'sign-in',
      'error.message': messageOf(error),
    });
    answerFailure(asked.response, asked.exchange.context.traceId, { status, code });
  }
}

function chosenLanguage(cookies: string): string | undefined {
  const chosen = cookieValue(cookies, languageCookie);
  return chosen !== undefined && /^[a-z]{2}$/.test(chosen) ? chosen : undefined;
}

function queryOf({ path, pathAndQuery }: RecognisedRequest['target']): URLSearchParams {
  return new URLSearchParams(pathAndQuery.slice(path.length));
}
