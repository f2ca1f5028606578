import { errorTexts, type ErrorTexts, type Locale } from './error-texts.ts';

export interface ErrorAnswer {
  status: number;
  accept: string;
  acceptLanguage: string;
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

/** An error the gateway itself answers: a page for people, problem details (RFC 9457) for programs. */
export function renderError(answer: ErrorAnswer): RenderedError {
  const locale = preferredLocale(answer.acceptLanguage);
  const texts = errorTexts[locale];
  if (!answer.accept.includes('text/html')) {
    const problem = {
      type: 'about:blank',
      title: errorTexts.en.titles[kindOf(answer)],
      status: answer.status,
      code: answer.code,
      traceId: answer.reference,
    };
    return { contentType: 'application/problem+json', body: JSON.stringify(problem), locale };
  }
  return { contentType: 'text/html; charset=utf-8', body: page(answer, locale, texts), locale };
}

function page(answer: ErrorAnswer, locale: Locale, texts: ErrorTexts): string {
  const kind = kindOf(answer);
  const again =
    kind === 'unavailable' ? `<p><a href="">${texts.tryAgain}</a></p>` : `<p><a href="/">${texts.toStart}</a></p>`;
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${texts.titles[kind]}</title>
<style>body{font:1.125rem/1.5 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#fff}main{max-width:36rem;margin:0 auto;padding:3rem 1.25rem}h1{font-size:1.5rem}a{color:#0b57a4}code{overflow-wrap:anywhere}</style></head>
<body><main>
<h1>${texts.titles[kind]}</h1>
<p>${texts.explanations[kind]}</p>
${again}
<p>${texts.reference}: <code>${answer.reference}</code></p>
</main></body>
</html>
`;
}

export type ErrorKind = 'refused' | 'unavailable' | 'too_large' | 'forbidden' | 'not_found' | 'timeout' | 'uncertain';

function kindOf({ status, uncertain }: ErrorAnswer): ErrorKind {
  if (uncertain === true) return 'uncertain';
  if (status === 404 || status === 405 || status === 410) return 'not_found';
  if (status === 403) return 'forbidden';
  if (status === 408) return 'timeout';
  if (status === 413 || status === 414 || status === 431) return 'too_large';
  return status < 500 ? 'refused' : 'unavailable';
}

/** Languages in the order of the header; quality values are almost always in that order too. */
function preferredLocale(acceptLanguage: string): Locale {
  for (const range of acceptLanguage.toLowerCase().split(',')) {
    const language = range.trim().slice(0, 2);
    if (language === 'en' || language === 'et' || language === 'ru') return language;
  }
  return 'en';
}
