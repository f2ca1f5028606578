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

/**
 * Header fields of whatever the gateway itself answers: name, value, name, value. Nothing is loaded, and nobody may frame it.
 * @param allowed directives of the content security policy beside those
 */
export function ownHeaders(allowed = "form-action 'none'"): readonly string[] {
  return [
    ...['cache-control', 'no-store'],
    ...['content-security-policy', `default-src 'none'; ${allowed}; base-uri 'none'; frame-ancestors 'none'`],
    ...['referrer-policy', 'same-origin'],
    ...['x-content-type-options', 'nosniff'],
  ];
}

/** Of answers that are no pages. */
export const bareHeaders = ownHeaders();
