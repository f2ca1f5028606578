import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from './locale.ts';

export type MessageValues = Record<string, string | number>;

/** Every key has its text in every language, or the catalogue does not compile. In a build they come parsed. */
export type Messages<Key extends string> = Readonly<Record<Key, string>>;

/** Text of a key with its placeholders filled in, in ICU MessageFormat (plural rules of the language included). */
export type Translate<Key extends string> = (key: Key, values?: MessageValues) => string;

export function createTranslate<Key extends string>(locale: Locale, messages: Messages<Key>): Translate<Key> {
  const formats = new Map<Key, IntlMessageFormat>();
  return (key, values) => {
    const message = messages[key];
    // Most are plain text.
    if (typeof message === 'string' && !message.includes('{')) return message;
    let format = formats.get(key);
    if (!format) {
      format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
      formats.set(key, format);
    }
    return String(format.format(values));
  };
}
