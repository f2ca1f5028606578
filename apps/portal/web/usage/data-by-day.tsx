import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { BarChart, Card, queryFor, type Resource } from '@wellspring/web';
import * as z from 'zod/mini';
import { useIntl } from '../messages/catalogues.ts';
import { quantityText } from './quantity-text.ts';

const usageDay = z.object({ date: z.string(), amount: z.number(), units: z.string() });

/** The data used on each day of this month, on all products. */
function dataOfMonth(now = new Date()): Resource<z.ZodMiniArray<typeof usageDay>> {
  const month = `${now.toISOString().slice(0, 7)}-01`;
  const query = new URLSearchParams({ usageType: 'data', 'date.gte': month, limit: '1000' });
  return {
    key: ['usage', 'days', month],
    service: 'usage',
    path: `/tmf-api/usageManagement/v4/usageDay?${query.toString()}`,
    schema: z.array(usageDay),
  };
}

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
