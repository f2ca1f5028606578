import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import type { Locale, Messages } from '@wellspring/web';
import { IntlProvider, loadMessages } from '../messages/catalogues.ts';
import type { MessageKey } from '../messages/en.ts';
import { chooseLanguage } from './language-cookie.ts';

/** A language together with what is said in it. */
export interface Speech {
  locale: Locale;
  messages: Messages<MessageKey>;
}

interface Language {
  locale: Locale;
  choose: (locale: Locale) => void;
}

const LanguageContext = createContext<Language | undefined>(undefined);

/** @param first the language the page came in: chosen on this device, else of the contract, else preferred by the browser */
export function LanguageProvider({ first, children }: { first: Speech; children: ReactNode }): ReactNode {
  const [{ locale, messages }, speak] = useState(first);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const choose = (next: Locale): void => {
    chooseLanguage(next);
    loadMessages(next).then(
      (texts) => speak({ locale: next, messages: texts }),
      // The page itself comes in the language that was chosen.
      () => window.location.reload(),
    );
  };
  return (
    <LanguageContext value={{ locale, choose }}>
      <IntlProvider locale={locale} messages={messages}>
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (!language) throw new Error('useLanguage needs a LanguageProvider above it');
  return language;
}
