import type { ReactNode } from 'react';
import { BarChart, Card } from '@wellspring/web';
import { PageLink } from '../area/page-intent.tsx';
import { pageOf } from '../bills/bill.ts';
import { useRecentBills } from '../bills/recent-bills.ts';
import { useIntl } from '../messages/catalogues.ts';

const worthDrawing = 2;

/** A year of bills as bars, the newest highlighted; each leads to its bill. */
export function Spending(): ReactNode {
  const { t, format } = useIntl();
  const { data } = useRecentBills();
  const bills = data?.body.toReversed() ?? [];
  const unit = bills.at(-1)?.amountDue.unit;
  const drawn = bills.filter(({ amountDue }) => amountDue.unit === unit);
  if (drawn.length < worthDrawing) return null;
  const bars = drawn.map((bill, index) => ({
    id: bill.id,
    value: bill.amountDue.value,
    label: format.monthInShort(bill.billDate),
    name: format.month(bill.billDate),
    amount: format.money(bill.amountDue),
    highlighted: index === drawn.length - 1,
  }));
  return (
    <Card title={t('spending.title')}>
      <BarChart
        bars={bars}
        link={({ id }, content) => <PageLink to={pageOf({ id })}>{content}</PageLink>}
        table={{ summary: t('chart.table'), name: t('spending.month'), amount: t('bill.amount') }}
      />
    </Card>
  );
}
