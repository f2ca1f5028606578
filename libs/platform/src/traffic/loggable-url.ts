import { REDACTED, redactText } from '../logging/redaction.ts';

const LONGEST_PATH = 512;
const LONGEST_VALUE = 64;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const LONG_TOKEN = /[\w~.-]{24,}/g;
/** Too short for a token or a card number. */
const HARMLESS_TEXT = /^[\w.=-]{0,20}$/;
const LONG_DIGITS = /\d[\d -]{9,}/;
/** Parameters that say how, not who: paging, sorting and filters (TMF630). */
const HARMLESS = ['offset', 'limit', 'fields', 'sort', 'state', 'status', 'page', 'lang', 'locale'];

/** A path as it may be logged: without the links and tokens people put into paths (password resets, invitations). */
export function loggablePath(path: string): string {
  const bounded = path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path;
  const withoutTokens = bounded.replace(LONG_TOKEN, (part) => (UUID.test(part) ? part : REDACTED));
  return LONG_DIGITS.test(withoutTokens) ? redactText(withoutTokens) : withoutTokens;
}

/** The part of query strings that may be logged: parameters known to be harmless. */
export class QueryAllowList {
  private readonly allowed: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.allowed = new Set([...HARMLESS, ...names]);
  }

  /** `limit=5&token=abc` → `limit=5`. */
  pick(query: string): string {
    const allowed = query.split('&').filter((pair) => this.allowed.has(nameOf(pair)));
    return allowed
      .map((pair) => (HARMLESS_TEXT.test(pair) ? pair : redactText(loggablePath(pair.slice(0, LONGEST_VALUE)))))
      .join('&');
  }
}

function nameOf(pair: string): string {
  const end = pair.indexOf('=');
  return end < 0 ? pair : pair.slice(0, end);
}
