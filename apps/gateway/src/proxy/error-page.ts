import { DomainError, errorBody } from '@wellspring/platform';
import type { Asker } from '../front/asker.ts';
import { brand, errorTexts, type ErrorKind, type ErrorTexts } from './error-texts.ts';
import { pageStyle } from './own-headers.ts';
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
}

/** Below this, programs expect the errors of TM Forum's APIs (TMF630). */
const tmfPath = /^(?:https?:\/\/[^/]*)?(\/tmf-api\/.*)$/i;

/** An error the gateway itself answers: a page for people, for programs what the address has them expect. */
export function renderError(answer: ErrorAnswer): RenderedError {
  const locale = spokenLanguage(answer);
  if (answer.accept.includes('text/html'))
    return { contentType: 'text/html; charset=utf-8', body: page(answer, locale, errorTexts[locale]), locale };
  const { titles, explanations } = errorTexts.en;
  const kind = kindOf(answer);
  const { status, code, reference } = answer;
  const tmf = tmfPath.exec(answer.target)?.[1];
  if (tmf !== undefined) {
    const error = new DomainError({ status, code, reason: titles[kind], message: explanations[kind] });
    return { ...errorBody(error, tmf, reference), locale: 'en' };
  }
  // Problem details (RFC 9457).
  const problem = { type: 'about:blank', title: titles[kind], status, code, traceId: reference };
  return { contentType: 'application/problem+json', body: JSON.stringify(problem), locale: 'en' };
}

function page(answer: ErrorAnswer, locale: Locale, texts: ErrorTexts): string {
  const kind = kindOf(answer);
  const again = mayHelp(kind) ? `<p><a href="">${texts.tryAgain}</a></p>\n` : '';
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${texts.titles[kind]} · ${brand}</title>
<style>${pageStyle}</style></head>
<body><header><a href="/">${brand}</a></header>
<main>
<h1>${texts.titles[kind]}</h1>
<p>${texts.explanations[kind]}</p>
${again}<p><a href="/">${texts.toStart}</a></p>
<p>${texts.reference}: <code>${answer.reference}</code></p>
</main></body>
</html>
`;
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
