import type { ReactNode } from 'react';
import { Outlet, useLocation } from 'react-router';
import { Button, LanguageSelect, Skeleton } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import { useSession } from '../session/session.ts';
import { SignInCard } from '../session/sign-in-card.tsx';
import { Failure } from '../failure/failure.tsx';
import { Guarded } from '../failure/guarded.tsx';
import { useLanguage } from '../language/language.tsx';
import { Navigation } from './navigation.tsx';

export function Layout(): ReactNode {
  const { t } = useIntl();
  const { locale, choose } = useLanguage();
  const { session } = useSession();
  return (
    <>
      <a className="skip-link" href="#content">
        {t('action.skipToContent')}
      </a>
      <header className="header">
        <a className="brand" href="/">
          <img src="/assets/favicon.svg" alt="" width="28" height="28" />
          Wellspring
        </a>
        {session?.customer && <Navigation capabilities={session.capabilities} />}
        <div className="header-tools">
          <LanguageSelect label={t('language')} value={locale} onChange={choose} />
          {session?.customer && (
            <form method="post" action="/sign-out">
              <Button variant="quiet" type="submit">
                {t('action.signOut')}
              </Button>
            </form>
          )}
        </div>
      </header>
      <main id="content" className="content" tabIndex={-1}>
        <SignedIn />
      </main>
    </>
  );
}

/** Every page of ours is a customer's own: nobody signed in, nothing shown. */
function SignedIn(): ReactNode {
  const { t } = useIntl();
  const { session, error, retry } = useSession();
  const { pathname } = useLocation();
  if (error) return <Failure error={error} onRetry={retry} />;
  if (!session) return <Skeleton label={t('loading')} />;
  if (!session.customer) return <SignInCard />;
  return (
    <Guarded key={pathname}>
      <Outlet />
    </Guarded>
  );
}
