import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from './locale.ts';

export type MessageValues = Record<string, string | number>;

/** Every key has its text in every language, or the catalogue does not compile. */
export type Messages<Key extends string> = Readonly<Record<Key, string>>;

/** Text of a key with its placeholders filled in, in ICU MessageFormat (plural rules of the language included). */
export type Translate<Key extends string> = (key: Key, values?: MessageValues) => string;

export function createTranslate<Key extends string>(locale: Locale, messages: Messages<Key>): Translate<Key> {
  const parsed = new Map<Key, IntlMessageFormat>();
  return (key, values) => {
    let format = parsed.get(key);
    if (!format) {
      format = new IntlMessageFormat(messages[key], locale, undefined, { ignoreTag: true });
      parsed.set(key, format);
    }
    return String(format.format(values));
  };
}
