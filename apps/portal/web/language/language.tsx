import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { pickLocale, type Locale } from '@wellspring/web';
import { IntlProvider, loadMessages } from '../messages/catalogues.ts';
import { chosenLanguage, chooseLanguage } from './language-cookie.ts';
import { useSession } from '../session/session.ts';

interface Language {
  locale: Locale;
  choose: (locale: Locale) => void;
}

const LanguageContext = createContext<Language | undefined>(undefined);

/** The language chosen on this device, else the customer's, else the browser's. */
export function LanguageProvider({ children }: { children: ReactNode }): ReactNode {
  const { session, error } = useSession();
  const [chosen, setChosen] = useState<Locale | undefined>(chosenLanguage);
  const locale = chosen ?? pickLocale([session?.customer?.locale, ...navigator.languages]);
  const settled = chosen !== undefined || session !== undefined || error !== null;
  const { data: messages } = useQuery({
    queryKey: ['messages', locale],
    queryFn: () => loadMessages(locale),
    enabled: settled,
    staleTime: Infinity,
    placeholderData: (previous) => previous,
  });
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);

  if (!messages) return null;
  const choose = (next: Locale): void => {
    chooseLanguage(next);
    setChosen(next);
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
