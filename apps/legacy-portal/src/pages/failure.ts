import type { FastifyInstance, FastifyReply } from 'fastify';
import { ZodError } from 'zod';
import { BackofficeDown } from '../backoffice/backoffice.ts';
import { html } from '../html/html.ts';
import { type Page, type Portal, sendPage } from './page.ts';
import { t } from '../language/language.ts';

export function failurePages(app: FastifyInstance, portal: Portal): void {
  app.setNotFoundHandler((_request, reply) => sendPage(reply, portal, notFound()));
  app.setErrorHandler((error, request, reply): FastifyReply => {
    if (error instanceof ZodError) return sendPage(reply, portal, badRequest());
    const status = clientErrorStatus(error);
    if (status !== undefined) return sendPage(reply, portal, { ...badRequest(), status });
    const down = error instanceof BackofficeDown;
    portal.log('error', 'page failed', { route: request.routeOptions.url, error, cause: causeOf(error) });
    return sendPage(reply, portal, brokenDown(down ? 503 : 500));
  });
}

export function notFound(): Page {
  return {
    status: 404,
    title: t('Page not found'),
    path: '',
    body: html`<h1>${t('Page not found')}</h1>
      <p>${t('The page does not exist.')} <a href="/">${t('Go to the start page')}</a></p>`,
  };
}

export function formExpired(): Page {
  return {
    status: 403,
    title: t('Form expired'),
    path: '',
    body: html`<h1>${t('Form expired')}</h1>
      <div class="error">${t('Please go back, reload the page and try again.')}</div>`,
  };
}

function badRequest(): Page {
  return {
    status: 400,
    title: t('Error'),
    path: '',
    body: html`<h1>${t('Error')}</h1>
      <div class="error">${t('Your request was not understood.')}</div>`,
  };
}

function brokenDown(status: 500 | 503): Page {
  return {
    status,
    title: t('System error'),
    path: '',
    body: html`<h1>${t('System error')}</h1>
      <div class="error">
        <b>${t('An unexpected error has occurred (LP-0%s).', status)}</b><br />
        ${t('We apologise for the inconvenience. Please try again later or call customer service on 1800.')}
      </div>`,
  };
}

/** Fastify's own refusals (malformed form, body too large) carry a 4xx status. */
function clientErrorStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

function causeOf(error: unknown): string | undefined {
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
}
