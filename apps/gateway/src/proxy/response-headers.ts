import type { ResponseHead } from '../upstream/response-head.ts';
import type { Upstream } from '../upstream/upstream.ts';

export interface ResponseRewriting {
  upstream: Upstream;
  publicUrl: URL;
  /** Cookies only the gateway sets, and the old side's session where it is kept server-side. */
  isReservedCookie: (name: string) => boolean;
}

/** Headers of an upstream's response as the visitor may see them: flat name, value, name, value. */
export function visitorHeaders(head: ResponseHead, rewriting: ResponseRewriting): string[] {
  const { headers } = head;
  const kept: string[] = [];
  let named: ReadonlySet<string> | undefined;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const value = headers[i + 1] ?? '';
    switch (name) {
      case 'connection':
        if (value !== 'keep-alive' && !/^(keep-alive|close)$/i.test(value))
          named = new Set(
            value
              .toLowerCase()
              .split(',')
              .map((each) => each.trim()),
          );
        break;
      case 'keep-alive':
      case 'proxy-connection':
      case 'proxy-authenticate':
      case 'transfer-encoding':
      case 'trailer':
      case 'te':
      case 'upgrade':
      case 'server':
      case 'x-powered-by':
        break;
      case 'content-length':
        if (head.status !== 204) kept.push(name, value);
        break;
      case 'set-cookie': {
        const cookie = visitorCookie(value, rewriting);
        if (cookie !== undefined) kept.push(name, cookie);
        break;
      }
      case 'location':
      case 'content-location':
        kept.push(name, visitorLocation(value, rewriting));
        break;
      default:
        kept.push(name, value);
    }
  }
  return named === undefined ? kept : withoutNamed(kept, named);
}

/** Values of every `Set-Cookie`, untouched: a comma in `Expires` makes joining and splitting them impossible. */
export function setCookies(head: ResponseHead): string[] {
  return head.headers.filter((_, i) => i % 2 === 1 && head.headers[i - 1] === 'set-cookie');
}

/**
 * An address inside the operator's network becomes one the visitor can reach. Only the upstream's own addresses are
 * touched; a redirect to another site stays what it is.
 */
function visitorLocation(value: string, { upstream, publicUrl }: ResponseRewriting): string {
  const authority = /^(?:https?:)?\/\/([^/?#]*)/i.exec(value);
  if (authority === null || !upstream.hosts.has((authority[1] ?? '').toLowerCase())) return value;
  const rest = value.slice(authority[0].length);
  return `${publicUrl.origin}${rest.startsWith('/') ? '' : '/'}${rest}`;
}

function visitorCookie(
  value: string,
  { upstream, publicUrl, isReservedCookie }: ResponseRewriting,
): string | undefined {
  const name = value.slice(0, Math.max(value.indexOf('='), 0)).trim();
  if (isReservedCookie(name)) return undefined;
  if (!/;\s*domain=/i.test(value)) return value;
  return value.replace(/;\s*domain=([^;]*)/gi, (attribute, domain: string) => {
    const host = domain.trim().replace(/^\./, '').toLowerCase();
    // A domain the browser would refuse makes it drop the whole cookie; without it the cookie is the public host's.
    const reachable = publicUrl.hostname === host || publicUrl.hostname.endsWith(`.${host}`);
    return reachable && upstream.kind !== 'legacy' ? attribute : '';
  });
}

function withoutNamed(headers: readonly string[], named: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    if (!named.has(name) || name === 'content-length') kept.push(name, headers[i + 1] ?? '');
  }
  return kept;
}
