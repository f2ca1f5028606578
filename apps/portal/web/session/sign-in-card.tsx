import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useBrand } from '../brand/brand.ts';
import { useIntl } from '../messages/catalogues.ts';
import { PageTitle } from '../page/page-title.tsx';

/** Signing in comes back to the page one is on. */
export function SignInCard(): ReactNode {
  const { t } = useIntl();
  const { name } = useBrand();
  const { pathname, search } = useLocation();
  return (
    <div className="card sign-in">
      <img src="/assets/brand/icon.svg" alt="" width="56" height="56" />
      <PageTitle>{t('signIn.title', { name })}</PageTitle>
      <p>{t('signIn.text')}</p>
      <a className="button button-primary" href={`/sign-in?return=${encodeURIComponent(pathname + search)}`}>
        {t('action.signIn')}
      </a>
    </div>
  );
}
