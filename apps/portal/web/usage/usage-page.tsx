import type { ReactNode } from 'react';
import { Card } from '@wellspring/web';
import { Guarded } from '../failure/guarded.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { PageTitle } from '../page/page-title.tsx';
import { useSpending } from './allowance.ts';
import { Allowances } from './allowances-tile.tsx';
import { DataByDay } from './data-by-day.tsx';
import { SpendingLimit } from './spending-limit.tsx';

/** What is left this month, what use adds to the next bill, and data day by day. */
export default function UsagePage(): ReactNode {
  const { t } = useIntl();
  return (
    <>
      <PageTitle>{t('usage.title')}</PageTitle>
      <Guarded>
        <Allowances />
      </Guarded>
      <Guarded>
        <NextBill />
      </Guarded>
      <Guarded>
        <DataByDay />
      </Guarded>
    </>
  );
}

function NextBill(): ReactNode {
  const { t, format } = useIntl();
  const spending = useSpending();
  if (!spending) return null;
  const { spent, spentToday } = spending;
  return (
    <Card title={t('usage.nextBill')}>
      <p className="amount">{format.money(spent)}</p>
      <p>{t('usage.spentToday', { amount: format.money(spentToday) })}</p>
      <SpendingLimit spending={spending} />
    </Card>
  );
}
