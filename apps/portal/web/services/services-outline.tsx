import type { ReactNode } from 'react';
import { Skeleton } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';

/** The heading is no secret: only what is in the list is waited for. */
export function ServicesOutline(): ReactNode {
  const { t } = useIntl();
  return (
    <>
      <h1>{t('services.title')}</h1>
      <Skeleton label={t('loading')} lines={6} />
    </>
  );
}
