import type { ReactNode } from 'react';
import { Outlet, useLocation } from 'react-router';
import { Skeleton } from '@wellspring/web';
import { useBrand } from '../brand/brand.ts';
import { Failure } from '../failure/failure.tsx';
import { Guarded } from '../failure/guarded.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { SignInCard } from '../session/sign-in-card.tsx';
import { useSession } from '../session/session.ts';
import { AccountTools } from './account-tools.tsx';
import { findPage } from './find-page.ts';
import { Navigation } from './navigation.tsx';

export function Layout(): ReactNode {
  const { t } = useIntl();
  const { name } = useBrand();
  const { session } = useSession();
  return (
    <div className={session?.customer ? 'frame frame-navigable' : 'frame'}>
      <a className="skip-link" href="#content">
        {t('action.skipToContent')}
      </a>
      <header className="header">
        <a className="brand" href="/">
          <picture>
            <source srcSet="/assets/brand/logo-dark.svg" media="(prefers-color-scheme: dark)" />
            <img src="/assets/brand/logo.svg" alt={name} height="32" />
          </picture>
        </a>
        {session?.customer && <Navigation />}
        <AccountTools />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        <SignedIn />
      </main>
    </div>
  );
}

/** Every page of ours is a customer's own: nobody signed in, nothing shown. */
function SignedIn(): ReactNode {
  const { t } = useIntl();
  const { session, error, retry } = useSession();
  const { pathname } = useLocation();
  if (error && !session) return <Failure error={error} onRetry={retry} />;
  if (!session) return findPage(pathname)?.outline ?? <Skeleton label={t('loading')} />;
  if (!session.customer) return <SignInCard />;
  return (
    <Guarded key={pathname}>
      <Outlet />
    </Guarded>
  );
}
