import type { ReactNode } from 'react';
import { useIntl } from '../messages/catalogues.ts';
import { PageTitle } from '../page/page-title.tsx';

export function NotFoundPage(): ReactNode {
  const { t } = useIntl();
  return (
    <>
      <PageTitle>{t('error.notFound.title')}</PageTitle>
      <p>{t('error.notFound.text')}</p>
      <p>
        <a className="button" href="/">
          {t('action.toStart')}
        </a>
      </p>
    </>
  );
}
