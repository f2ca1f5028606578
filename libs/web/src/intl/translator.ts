import { type MessageFormatElement, parse } from '@formatjs/icu-messageformat-parser';
import type { Locale } from './locale.ts';
import { MessageText, type MessageValues } from './message-text.ts';

/** Every key has its text in every language, or the catalogue does not compile. In a build they come parsed. */
export type Messages<Key extends string> = Readonly<Record<Key, string>>;

/** Text of a key with its placeholders filled in, in ICU MessageFormat (plural rules of the language included). */
export type Translate<Key extends string> = (key: Key, values?: MessageValues) => string;

export function createTranslate<Key extends string>(locale: Locale, messages: Messages<Key>): Translate<Key> {
  const text = new MessageText(locale);
  const parsed = new Map<Key, MessageFormatElement[]>();
  return (key, values = {}) => {
    const message: string | MessageFormatElement[] = messages[key];
    // Most are plain text.
    if (typeof message === 'string' && !message.includes('{')) return message;
    let elements = parsed.get(key);
    if (!elements) {
      elements = typeof message === 'string' ? parse(message, { ignoreTag: true }) : message;
      parsed.set(key, elements);
    }
    return text.of(elements, values);
  };
}
