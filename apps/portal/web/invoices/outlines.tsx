import type { ReactNode } from 'react';
import { Skeleton } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';

/** The heading is no secret: only what is in the list is waited for. */
export function BillsOutline(): ReactNode {
  const { t } = useIntl();
  return (
    <>
      <h1>{t('bills.title')}</h1>
      <Skeleton label={t('loading')} shape="table" lines={8} />
    </>
  );
}

export function BillOutline(): ReactNode {
  const { t } = useIntl();
  return (
    <>
      <Skeleton label={t('loading')} shape="figure" lines={4} />
      <Skeleton label={t('loading')} shape="table" lines={5} />
    </>
  );
}
