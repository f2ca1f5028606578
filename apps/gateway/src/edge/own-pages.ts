import { Injectable } from '@nestjs/common';
import { EdgeSettings } from '../config.ts';
import { answerFailure } from '../proxy/failure-answer.ts';
import { clearedSiteData } from '../proxy/own-headers.ts';
import { SignIn } from './sign-in.ts';
import { SignOut } from './sign-out.ts';
import { answer, type RecognisedRequest } from './edge-request.ts';
import { isFromOurPages } from './origin-check.ts';
import { SessionView } from './session-view.ts';

/** What the gateway answers itself: `/session`, `/sign-in` and `/sign-out` with their next steps. */
@Injectable()
export class OwnPages {
  private readonly publicOrigin: string;

  constructor(
    settings: EdgeSettings,
    private readonly signInFlow: SignIn,
    private readonly signOutFlow: SignOut,
    private readonly view: SessionView,
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
    const { setCookies, newVisitor, changed } = asked.caller;
    // First: a decision may make an id for the visitor.
    const body = JSON.stringify(this.view.of(asked.caller));
    answer(
      asked,
      200,
      { 'content-type': 'application/json', ...(changed && { 'clear-site-data': clearedSiteData }) },
      newVisitor === undefined ? setCookies : [...setCookies, newVisitor],
      body,
    );
  }
}
