import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { BarChart, Card, queryFor } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import { quantityText } from './quantity-text.ts';
import { dataOfMonth } from './usage-days.ts';

export function DataByDay(): ReactNode {
  const intl = useIntl();
  const { t, format } = intl;
  const { data } = useQuery(queryFor(dataOfMonth()));
  const days = new Map<string, number>();
  for (const { date, amount } of data?.body ?? []) days.set(date, (days.get(date) ?? 0) + amount);
  if (days.size === 0) return null;
  const bars = [...days]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([date, amount], index, all) => ({
      id: date,
      value: amount,
      label: String(Number(date.slice(8, 10))),
      name: format.dayOfMonth(date),
      amount: quantityText({ amount, units: 'MB' }, intl),
      highlighted: index === all.length - 1,
    }));
  return (
    <Card title={t('usage.days')}>
      <BarChart bars={bars} table={{ summary: t('chart.table'), name: t('usage.day'), amount: t('usage.used') }} />
    </Card>
  );
}
