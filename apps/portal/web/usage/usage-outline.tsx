import type { ReactNode } from 'react';
import { Skeleton } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';

/** The heading is no secret: only what is below it is waited for. */
export function UsageOutline(): ReactNode {
  const { t } = useIntl();
  return (
    <>
      <h1>{t('usage.title')}</h1>
      <Skeleton label={t('loading')} lines={6} />
    </>
  );
}
