import { Injectable } from '@nestjs/common';
import { RequestContext } from '@wellspring/platform';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { IdentitySettings } from '../config.ts';
import { type Locale, negotiateLocale } from '../page/locale.ts';
import { noticePage } from '../page/notice.page.ts';
import { signOutPage } from '../page/sign-out.page.ts';

/** The pages oidc-provider shows itself, in our looks, in the person's language and without inline scripts. */
@Injectable()
export class ProviderPages {
  private readonly home: string;

  constructor(settings: IdentitySettings) {
    this.home = new URL('/', settings.publicUrl).href;
  }

  /** What is wrong is for the log, not for the person: they get the reference under which it is there. */
  renderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
    const expired = out.error === 'invalid_request' && ctx.oidc.route === 'resume';
    ctx.type = 'html';
    ctx.body = noticePage({
      locale: localeOf(ctx),
      notice: expired ? 'expired' : 'error',
      home: this.home,
      reference: RequestContext.current()?.traceId,
    });
  }

  renderSignOut(ctx: KoaContextWithOIDC): void {
    const hinted = ctx.oidc.entities.IdTokenHint?.payload['sub'];
    // Without the hint anybody's link could sign a person out, so the person is asked.
    this.renderSignOutForm(ctx, hinted !== undefined && hinted === ctx.oidc.session?.accountId);
  }

  renderSignedOut(ctx: KoaContextWithOIDC): void {
    ctx.type = 'html';
    ctx.body = noticePage({ locale: localeOf(ctx), notice: 'signedOut', home: this.home });
  }

  /**
   * Where nobody is signed in, or somebody else signs in, oidc-provider goes on through a form with an inline script,
   * which the content security policy rightly stops; the same form is sent by our own script instead.
   */
  replaceInlineForm(ctx: KoaContextWithOIDC): void {
    if (ctx.response.type !== 'text/html' || typeof ctx.body !== 'string') return;
    if (!ctx.body.includes('document.forms[0].submit()')) return;
    this.renderSignOutForm(ctx, true);
  }

  private renderSignOutForm(ctx: KoaContextWithOIDC, atOnce: boolean): void {
    const xsrf: unknown = ctx.oidc.session?.state?.['secret'];
    if (typeof xsrf !== 'string') throw new Error('The session has no secret to sign out with');
    ctx.type = 'html';
    ctx.body = signOutPage({ locale: localeOf(ctx), action: ctx.oidc.urlFor('end_session_confirm'), xsrf, atOnce });
  }
}

function localeOf(ctx: KoaContextWithOIDC): Locale {
  return negotiateLocale({
    uiLocales: ctx.oidc.params?.['ui_locales'] ?? ctx.query['ui_locales'],
    cookies: ctx.get('cookie'),
    acceptLanguage: ctx.get('accept-language'),
  });
}
