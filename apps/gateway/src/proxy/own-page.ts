import { Brand, escaped, ownBrandFolder, standaloneStyle, styleHash } from '@wellspring/brand';
import { ownHeaders } from './own-headers.ts';
import type { Locale } from './spoken-language.ts';

export interface OwnPage {
  locale: Locale;
  title: string;
  /** HTML. */
  content: string;
}

interface Look {
  name: string;
  supportPhone: string;
  /** A picture inside the page: nothing else has to be there for it. */
  mark: string;
  style: string;
  policy: string;
}

const layout =
  'body{margin:0;background:var(--surface-sunk);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}' +
  'header{padding:1rem clamp(1rem,4vw,2.5rem);border-bottom:1px solid var(--line);background:var(--surface)}' +
  'header a{display:inline-flex;gap:.6rem;align-items:center;color:inherit;font-size:1.125rem;font-weight:700;text-decoration:none}' +
  'header img{border-radius:8px}' +
  'main{max-width:32rem;margin:clamp(1rem,8vh,4rem) auto;padding:0 clamp(1rem,4vw,2rem)}' +
  'h1{margin:0 0 .5rem;font-size:1.75rem;line-height:1.2;letter-spacing:-.01em}p{margin:0 0 1rem}' +
  'a{color:var(--brand-strong)}.soft{color:var(--ink-soft);font-size:.875rem}' +
  '.actions{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center;margin:1.5rem 0}' +
  '.actions a{padding:.625rem 0}form{display:contents}' +
  '.actions .button{min-height:2.75rem;padding:.625rem 1.25rem;border:0;border-radius:var(--radius);background:var(--brand);' +
  'color:var(--on-brand);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}' +
  '.actions .button:hover{background:var(--brand-strong)}' +
  'code{overflow-wrap:anywhere}:focus-visible{outline:3px solid var(--brand);outline-offset:2px}';

let look: Look | undefined;

/**
 * Puts a brand on, once, when the process starts: an error is answered from anywhere, with nothing at hand but a socket.
 */
export function wearBrand(brand: Brand): void {
  look = lookOf(brand);
}

function worn(): Look {
  return (look ??= lookOf(new Brand(ownBrandFolder)));
}

/** A page of the gateway's own, in one piece: whatever else there is may be what failed. */
export function ownPage({ locale, title, content }: OwnPage): string {
  const { name, mark, style } = worn();
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · ${name}</title>
<style>${style}</style></head>
<body><header><a href="/"><img src="${mark}" alt="" width="32" height="32">${name}</a></header>
<main>
<h1>${title}</h1>
${content}
</main></body>
</html>
`;
}

/** Whom to call, as HTML: of the brand. */
export function supportLink(text: (phone: string) => string): string {
  const { supportPhone } = worn();
  return `<a href="tel:${supportPhone.replaceAll(/[^\d+]/g, '')}">${text(supportPhone)}</a>`;
}

/** @param formAction where a form in it may be sent, as a content security policy says it */
export function ownPageHeaders(formAction = "'none'"): readonly string[] {
  return ownHeaders(`${worn().policy}; form-action ${formAction}`);
}

function lookOf({ file, pictures }: Brand): Look {
  const style = standaloneStyle(file) + layout;
  return {
    name: escaped(file.name),
    supportPhone: file.supportPhone,
    mark: `data:image/svg+xml;base64,${Buffer.from(pictures['icon.svg']).toString('base64')}`,
    style,
    policy: `style-src ${styleHash(style)}; img-src data:`,
  };
}
