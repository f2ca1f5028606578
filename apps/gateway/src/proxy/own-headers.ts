import { createHash } from 'node:crypto';

/** A year, as everybody who takes HTTPS seriously has it. Of subdomains the gateway knows nothing. */
const strictTransport = ['strict-transport-security', 'max-age=31536000'];

/** Header fields for every response at this address: once reached by https, it is never asked for in the clear again. */
export function transportHeaders(publicUrl: string): readonly string[] {
  return new URL(publicUrl).protocol === 'https:' ? strictTransport : [];
}

/**
 * Makes a browser forget what it keeps of a customer (Clear Site Data, section 3.1). Cookies are removed one by one: this
 * would take those of the whole registered domain.
 */
export const clearedSiteData = '"cache", "storage"';

/** Of the gateway's own pages: the only thing in them that is not text. */
export const pageStyle =
  'body{font:1.125rem/1.5 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#fff}' +
  'header{border-bottom:1px solid #d9dee7}header,main{max-width:36rem;margin:0 auto;padding:1rem 1.25rem}' +
  'main{padding-top:2rem}h1{font-size:1.5rem}a{color:#0847c2}header a{font-weight:700;text-decoration:none}' +
  'code{overflow-wrap:anywhere}';

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

/** Header fields of whatever the gateway itself answers: name, value, name, value. Nothing is loaded, and nobody may frame it. */
export const ownHeaders: readonly string[] = [
  ...['cache-control', 'no-store'],
  ...[
    'content-security-policy',
    `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  ],
  ...['referrer-policy', 'same-origin'],
  ...['x-content-type-options', 'nosniff'],
];
