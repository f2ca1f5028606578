import type { ReactNode } from 'react';
import { PageTitle } from '../page/page-title.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { signInUrl } from './session.ts';

export function SignInCard(): ReactNode {
  const { t } = useIntl();
  return (
    <div className="card sign-in">
      <PageTitle>{t('signIn.title')}</PageTitle>
      <p>{t('signIn.text')}</p>
      <a className="button button-primary" href={signInUrl()}>
        {t('action.signIn')}
      </a>
    </div>
  );
}
