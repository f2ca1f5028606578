import { createContext, use, type ReactNode } from 'react';
import { type Formats, createFormats } from './formats.ts';
import type { Locale } from './locale.ts';
import { createTranslate, type Messages, type Translate } from './translator.ts';

/** All that is needed to speak to a person in their language. */
export interface Intl<Key extends string> {
  locale: Locale;
  t: Translate<Key>;
  format: Formats;
}

/**
 * Makes the provider and the hook of an application, typed by the keys of its message catalogue.
 * `use` throws where no provider is above it: a page without texts is a mistake of ours, not a state to design for.
 */
export function defineIntl<Key extends string>(): {
  IntlProvider: (props: { locale: Locale; messages: Messages<Key>; children: ReactNode }) => ReactNode;
  useIntl: () => Intl<Key>;
} {
  const Context = createContext<Intl<Key> | undefined>(undefined);
  return {
    IntlProvider: ({ locale, messages, children }) => (
      <Context value={{ locale, t: createTranslate(locale, messages), format: createFormats(locale) }}>
        {children}
      </Context>
    ),
    useIntl: () => {
      const intl = use(Context);
      if (!intl) throw new Error('useIntl needs an IntlProvider above it');
      return intl;
    },
  };
}
