import { Injectable } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import { clearedSiteData } from '../proxy/own-headers.ts';
import { Sessions } from '../session/sessions.ts';
import { redirect, type RecognisedRequest } from './edge-request.ts';
import { SignedOut } from './signed-out.ts';

const cleared = { 'clear-site-data': clearedSiteData };

/** Signs a customer out, wherever the page is that they do it on. */
@Injectable()
export class SignOut {
  constructor(
    private readonly signedOut: SignedOut,
    private readonly sessions: Sessions,
    private readonly logger: Logger,
  ) {}

  begin(asked: RecognisedRequest): void {
    this.signedOut.everywhere(asked).then(
      (setCookies) => {
        redirect(asked, '/', setCookies, cleared);
      },
      (error: unknown) => {
        this.logger.error('A sign-out could not be completed', error, { 'event.action': 'sign-out' });
        redirect(asked, '/', [this.sessions.forgottenCookie()], cleared);
      },
    );
  }
}
