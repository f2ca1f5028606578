import { redactedMark, redactText } from '../logging/redaction.ts';

const longestPath = 512;
const longestValue = 64;
const uuidPattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const longToken = /[\w~.-]{24,}/g;
/** Too short for a token or a card number. */
const harmlessText = /^[\w.=-]{0,20}$/;
const longDigits = /\d[\d -]{9,}/;
/** Parameters that say how, not who: paging, sorting and filters (TMF630). */
const harmlessParameters = ['offset', 'limit', 'fields', 'sort', 'state', 'status', 'page', 'lang', 'locale'];

/** A path as it may be logged: without the links and tokens people put into paths (password resets, invitations). */
export function loggablePath(path: string): string {
  const bounded = path.length > longestPath ? `${path.slice(0, longestPath)}…` : path;
  const withoutTokens = bounded.replace(longToken, (part) => (uuidPattern.test(part) ? part : redactedMark));
  return longDigits.test(withoutTokens) ? redactText(withoutTokens) : withoutTokens;
}

/** The part of query strings that may be logged: parameters known to be harmless. */
export class QueryAllowList {
  private readonly allowed: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.allowed = new Set([...harmlessParameters, ...names]);
  }

  /** `limit=5&token=abc` → `limit=5`. */
  pick(query: string): string {
    const allowed = query.split('&').filter((pair) => this.allowed.has(nameOf(pair)));
    return allowed
      .map((pair) => (harmlessText.test(pair) ? pair : redactText(loggablePath(pair.slice(0, longestValue)))))
      .join('&');
  }
}

function nameOf(pair: string): string {
  const end = pair.indexOf('=');
  return end < 0 ? pair : pair.slice(0, end);
}
