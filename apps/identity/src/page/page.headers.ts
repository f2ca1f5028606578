/**
 * What a page may do: our own styles, scripts and pictures from files, nothing inline, no frames. `form-action` also
 * holds the clients' origins, because browsers check every redirect that follows a form.
 */
export function contentSecurityPolicy(origins: readonly string[]): string {
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
