import type { ReactNode } from 'react';
import { Button, LanguageSelect } from '@wellspring/web';
import { useLanguage } from '../language/language.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { useSession } from '../session/session.ts';

/** What is the customer's own and on every page: the language, and the way out. */
export function AccountTools(): ReactNode {
  const { t } = useIntl();
  const { locale, choose } = useLanguage();
  const { session } = useSession();
  return (
    <div className="account-tools">
      <LanguageSelect label={t('language')} value={locale} onChange={choose} />
      {session?.customer && (
        <form method="post" action="/sign-out">
          <Button variant="quiet" type="submit">
            {t('action.signOut')}
          </Button>
        </form>
      )}
    </div>
  );
}
