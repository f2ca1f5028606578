import { Inject, Injectable } from '@nestjs/common';
import { EdgeSettings } from '../config.ts';
import { migrationToken, type Migration } from '../migration/migration.ts';
import { answerFailure } from '../proxy/failure-answer.ts';
import { clearedSiteData } from '../proxy/own-headers.ts';
import { SignIn } from './sign-in.ts';
import { SignOut } from './sign-out.ts';
import { answer, type RecognisedRequest } from './edge-request.ts';
import { isFromOurPages } from './origin-check.ts';
import { handleOf } from './page-session.ts';

/** What the gateway answers itself: `/session`, `/sign-in` and `/sign-out` with their next steps. */
@Injectable()
export class OwnPages {
  private readonly publicOrigin: string;

  constructor(
    settings: EdgeSettings,
    private readonly signInFlow: SignIn,
    private readonly signOutFlow: SignOut,
    @Inject(migrationToken) private readonly migration: Migration,
  ) {
    this.publicOrigin = new URL(settings.publicUrl).origin;
  }

  /** @returns false when the path is not one of these. */
  serve(asked: RecognisedRequest): boolean {
    const { path } = asked.target;
    if (!path.startsWith('/s')) return false;
    switch (path) {
      case '/session':
        return this.only(asked, ['GET', 'HEAD'], () => {
          this.session(asked);
        });
      case '/sign-in':
        return this.only(asked, ['GET', 'HEAD'], () => {
          this.signIn(asked);
        });
      case '/sign-in/callback':
        return this.only(asked, ['GET'], () => {
          this.signInFlow.finish(asked);
        });
      case '/sign-out':
        return this.only(asked, ['POST'], () => {
          this.signOutFlow.begin(asked);
        });
      default:
        return false;
    }
  }

  /** Whether what is there depends on who is there. */
  tells(path: string): boolean {
    return path === '/session' || path === '/sign-in';
  }

  /** Sends the browser to whichever side signs customers in at present. */
  signIn(asked: RecognisedRequest): void {
    this.signInFlow.begin(asked);
  }

  private only(asked: RecognisedRequest, methods: readonly string[], work: () => void): boolean {
    const { request, response, exchange, facts, target } = asked;
    exchange.route = target.path;
    if (!methods.includes(request.method)) {
      answerFailure(response, exchange.context.traceId, {
        status: 405,
        code: 'EDGE.METHOD_NOT_ALLOWED',
        headers: ['allow', methods.join(', ')],
      });
    } else if (!isFromOurPages(request.method, facts, this.publicOrigin)) {
      answerFailure(response, exchange.context.traceId, { status: 403, code: 'EDGE.CROSS_ORIGIN' });
    } else {
      work();
    }
    return true;
  }

  /** Who is signed in, and which capabilities are new for them, so that pages know where a full page load is needed. */
  private session(asked: RecognisedRequest): void {
    const { session, visitor, setCookies, newVisitor, changed } = asked.caller;
    const { table } = this.migration;
    const capabilities = Object.fromEntries(
      table.capabilities.map((name) => [name, table.decide(name, visitor)?.side ?? 'legacy']),
    );
    const body = {
      customer:
        session === undefined
          ? null
          : { id: session.customerId, name: session.name, email: session.email, locale: session.locale },
      /** To be named by what a page made for it sends: see `page-session.ts`. */
      session: session === undefined ? null : handleOf(session),
      capabilities,
      expiresAt: session === undefined ? null : new Date(session.expiresAt).toISOString(),
    };
    answer(
      asked,
      200,
      { 'content-type': 'application/json', ...(changed && { 'clear-site-data': clearedSiteData }) },
      newVisitor === undefined ? setCookies : [...setCookies, newVisitor],
      JSON.stringify(body),
    );
  }
}
