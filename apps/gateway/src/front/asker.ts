/** What the form of an answer of the gateway's own depends on. */
export interface Asker {
  /** As sent. */
  readonly target: string;
  readonly accept: string;
  readonly acceptLanguage: string;
  /** The `Cookie` header: the language chosen on any page of this origin is in it. */
  readonly cookie: string;
  /** The language of the customer's contract, once it is known who asks. */
  readonly customerLocale?: string | undefined;
}

const mostLookedAt = 65_536;

/**
 * Who asks, as far as it can be told from a head that is not believed in anything else: a person in front of a browser is
 * answered with a page all the same.
 */
export function askerIn(head: string): Asker {
  const text = head.slice(0, mostLookedAt);
  return {
    target: valueIn(text, /^\S+ (\S+)/),
    accept: valueIn(text, /\naccept:([^\r\n]*)/i),
    acceptLanguage: valueIn(text, /\naccept-language:([^\r\n]*)/i),
    cookie: valueIn(text, /\ncookie:([^\r\n]*)/i),
  };
}

function valueIn(text: string, pattern: RegExp): string {
  return pattern.exec(text)?.[1]?.trim() ?? '';
}
