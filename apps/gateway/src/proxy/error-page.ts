import { DomainError, errorBody } from '@wellspring/platform';
import type { Asker } from '../front/asker.ts';
import { errorTexts, type ErrorKind } from './error-texts.ts';
import { ownPage, supportLink } from './own-page.ts';
import { type Locale, spokenLanguage } from './spoken-language.ts';

export interface ErrorAnswer extends Asker {
  status: number;
  /** The trace id: what a customer tells the help desk, and what finds the log lines. */
  reference: string;
  /** Static, for machines; never says what is behind the gateway. */
  code: string;
  /** A write was sent and its answer is missing: it may have been done. */
  uncertain?: boolean;
}

export interface RenderedError {
  contentType: string;
  body: string;
  locale: Locale;
  isPage: boolean;
}

/** Below this, programs expect the errors of TM Forum's APIs (TMF630). */
const tmfPath = /^(?:https?:\/\/[^/]*)?(\/tmf-api\/.*)$/i;

/** An error the gateway itself answers: a page for people, for programs what the address has them expect. */
export function renderError(answer: ErrorAnswer): RenderedError {
  const locale = spokenLanguage(answer);
  if (answer.accept.includes('text/html'))
    return { contentType: 'text/html; charset=utf-8', body: page(answer, locale), locale, isPage: true };
  const { titles, explanations } = errorTexts.en;
  const kind = kindOf(answer);
  const { status, code, reference } = answer;
  const tmf = tmfPath.exec(answer.target)?.[1];
  if (tmf !== undefined) {
    const error = new DomainError({ status, code, reason: titles[kind], message: explanations[kind] });
    return { ...errorBody(error, tmf, reference), locale: 'en', isPage: false };
  }
  // Problem details (RFC 9457).
  const problem = { type: 'about:blank', title: titles[kind], status, code, traceId: reference };
  return { contentType: 'application/problem+json', body: JSON.stringify(problem), locale: 'en', isPage: false };
}

function page(answer: ErrorAnswer, locale: Locale): string {
  const { titles, explanations, ...texts } = errorTexts[locale];
  const kind = kindOf(answer);
  const toStart = mayHelp(kind)
    ? `<a class="button" href="">${texts.tryAgain}</a>\n<a href="/">${texts.toStart}</a>`
    : `<a class="button" href="/">${texts.toStart}</a>`;
  const content = `<p>${explanations[kind]}</p>
<p class="actions">${toStart}
${supportLink(texts.call)}</p>
<p class="soft">${texts.reference}: <code>${answer.reference}</code></p>`;
  return ownPage({ locale, title: titles[kind], content });
}

/** Whether the same request may come to something in a moment. */
function mayHelp(kind: ErrorKind): boolean {
  return kind === 'unavailable' || kind === 'too_many' || kind === 'timeout';
}

function kindOf({ status, uncertain }: ErrorAnswer): ErrorKind {
  if (uncertain === true) return 'uncertain';
  switch (status) {
    case 404:
    case 405:
    case 410:
      return 'not_found';
    case 403:
      return 'forbidden';
    case 408:
      return 'timeout';
    case 413:
    case 414:
    case 431:
      return 'too_large';
    case 429:
      return 'too_many';
    case 501:
    case 505:
      return 'refused';
    default:
      return status < 500 ? 'refused' : 'unavailable';
  }
}
