import type { ReactNode } from 'react';
import { useIntl } from '../messages/catalogues.ts';
import { useBillYears } from '../bills/bill-queries.ts';
import { filterOf, type BillFilter } from './bill-filter.ts';

interface BillFiltersProps {
  chosen: BillFilter;
  onChoose: (filter: BillFilter) => void;
}

export function BillFilters({ chosen, onChoose }: BillFiltersProps): ReactNode {
  const { t } = useIntl();
  const years = useBillYears();
  const change = (name: keyof BillFilter, value: string): void =>
    onChoose({ ...chosen, [name]: filterOf(new URLSearchParams({ [name]: value }))[name] });
  return (
    <div className="filters" role="group" aria-label={t('bills.filter')}>
      <select
        className="select"
        aria-label={t('bills.filter.year')}
        value={chosen.year ?? ''}
        onChange={({ target }) => change('year', target.value)}
      >
        <option value="">{t('bills.filter.anyYear')}</option>
        {years.map((year) => (
          <option key={year}>{year}</option>
        ))}
      </select>
      <select
        className="select"
        aria-label={t('bill.status')}
        value={chosen.state ?? ''}
        onChange={({ target }) => change('state', target.value)}
      >
        <option value="">{t('bills.filter.anyState')}</option>
        <option value="unpaid">{t('bills.filter.unpaid')}</option>
        <option value="paid">{t('bills.filter.paid')}</option>
      </select>
    </div>
  );
}
