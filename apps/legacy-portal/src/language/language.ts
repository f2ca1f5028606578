import { AsyncLocalStorage } from 'node:async_hooks';
import { et, type Text } from './et.ts';
import { ru } from './ru.ts';

export const languages = { en: 'English', et: 'Eesti', ru: 'Русский' } as const;
export type Language = keyof typeof languages;

/** The language of the page being made, as old systems have it: one for all code that runs on behalf of a request. */
const current = new AsyncLocalStorage<Language>();
const catalogues = { et, ru };

/** Runs `work`, and all that it calls, in a language. */
export function speak(spoken: Language, work: () => void): void {
  current.run(spoken, work);
}

export function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && Object.hasOwn(languages, text);
}

export function language(): Language {
  return current.getStore() ?? 'en';
}

/** The text in the language of the page; `%s` stands for the value. */
export function t(text: Text, value: string | number = ''): string {
  const spoken = language();
  const translated = spoken === 'en' ? text : catalogues[spoken][text];
  return translated.replace('%s', () => String(value));
}
