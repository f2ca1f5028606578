import type { ResponseHead } from '../upstream/response-head.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { withoutConnectionSchemes } from './connection-schemes.ts';

export interface ResponseRewriting {
  upstream: Upstream;
  /** Cookies only the gateway sets, and the old side's session where it is kept server-side. */
  isReservedCookie: (name: string) => boolean;
}

/** Headers of an upstream's response as the visitor may see them: flat name, value, name, value. */
export function visitorHeaders(head: ResponseHead, rewriting: ResponseRewriting): string[] {
  const { headers } = head;
  const { names } = rewriting.upstream;
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
      case 'set-cookie':
        addCookies(kept, value, rewriting);
        break;
      case 'location':
      case 'content-location':
        kept.push(name, names === undefined ? value : names.location(value));
        break;
      case 'refresh':
        kept.push(name, names === undefined ? value : names.refresh(value));
        break;
      case 'www-authenticate': {
        const offered = withoutConnectionSchemes(value);
        if (offered !== '') kept.push(name, offered);
        break;
      }
      default:
        kept.push(name, value);
    }
  }
  return named === undefined ? kept : withoutNamed(kept, named);
}

/** Of these, each says for how long an answer may be kept; `Last-Modified` stands with files, of which browsers guess it. */
const keepingHeaders = new Set(['cache-control', 'expires', 'pragma', 'last-modified']);

/** Whether browsers and caches may keep this answer for want of a word against it. */
export function maySpread({ status, headers }: ResponseHead): boolean {
  if (status === 304) return false;
  for (let i = 0; i < headers.length; i += 2) if (keepingHeaders.has(headers[i] ?? '')) return false;
  return true;
}

/** Values of every `Set-Cookie`, untouched: a comma in `Expires` makes joining and splitting them impossible. */
export function setCookies(head: ResponseHead): string[] {
  return head.headers.filter((_, i) => i % 2 === 1 && head.headers[i - 1] === 'set-cookie');
}

function addCookies(kept: string[], value: string, { upstream, isReservedCookie }: ResponseRewriting): void {
  const name = value.slice(0, Math.max(value.indexOf('='), 0)).trim();
  if (isReservedCookie(name)) return;
  for (const cookie of upstream.names?.cookies(name, value) ?? [value]) kept.push('set-cookie', cookie);
}

function withoutNamed(headers: readonly string[], named: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    if (!named.has(name) || name === 'content-length') kept.push(name, headers[i + 1] ?? '');
  }
  return kept;
}
