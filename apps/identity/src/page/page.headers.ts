const yearSeconds = 31_536_000;

/**
 * What browsers are told with every page.
 *
 * What a page may do: our own styles, scripts and pictures from files, nothing inline, no frames. `form-action` also
 * holds the clients' origins, because browsers check every redirect that follows a form.
 */
export function pageHeaders(publicUrl: string, origins: readonly string[]): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(origins),
    'x-content-type-options': 'nosniff',
    // Without a referrer a browser would send the form with `Origin: null`.
    'referrer-policy': 'same-origin',
    ...(publicUrl.startsWith('https:') && { 'strict-transport-security': `max-age=${yearSeconds}` }),
  };
}

function contentSecurityPolicy(origins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    ["form-action 'self'", ...origins].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
