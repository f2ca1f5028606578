import type { ReactNode } from 'react';
import { Button, Empty, Skeleton } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { IncompleteNotice } from '../failure/incomplete-notice.tsx';
import { Guarded } from '../failure/guarded.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { useBills, type BillList } from '../bills/bill-queries.ts';
import { pageOf, type Bill } from '../bills/bill.ts';
import { PageLink } from '../area/page-intent.tsx';
import { isFiltered, queryOf, useBillFilter } from './bill-filter.ts';
import { BillFilters } from './bill-filters.tsx';
import { BillStatusBadge } from './bill-status.tsx';
import { Spending } from './spending.tsx';
import { StaleNotice } from '../failure/stale-notice.tsx';

export default function BillsPage(): ReactNode {
  const { t } = useIntl();
  const { chosen, choose } = useBillFilter();
  const query = useBills(queryOf(chosen));
  return (
    <>
      <PageTitle>{t('bills.title')}</PageTitle>
      <Guarded>
        <Spending />
      </Guarded>
      <BillFilters chosen={chosen} onChoose={choose} />
      {query.isPending && <Skeleton label={t('loading')} shape="table" lines={8} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Bills list={query.data} filtered={isFiltered(chosen)} />}
      {query.hasNextPage && (
        <p>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('action.showMore')}
          </Button>
        </p>
      )}
    </>
  );
}

function Bills({ list, filtered }: { list: BillList; filtered: boolean }): ReactNode {
  const { t } = useIntl();
  const { bills, missingCount } = list;
  if (bills.length === 0 && !missingCount) return <Empty>{t(filtered ? 'bills.noneSuch' : 'bills.empty')}</Empty>;
  return (
    <>
      <IncompleteNotice missingCount={missingCount} />
      <StaleNotice ageSeconds={list.ageSeconds} />
      {bills.length > 0 && <BillTable bills={bills} />}
      <p className="count">{t('bills.count', { shown: bills.length, total: list.total })}</p>
    </>
  );
}

/** Every part names its role: laid out as cards, on a phone, it is no table any more to some screen readers. */
function BillTable({ bills }: { bills: Bill[] }): ReactNode {
  const { t } = useIntl();
  return (
    <div className="card table-card">
      <table className="bills" role="table">
        <caption className="visually-hidden">{t('bills.title')}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {t('bill.number')}
            </th>
            <th scope="col" role="columnheader">
              {t('bill.issued')}
            </th>
            <th scope="col" role="columnheader">
              {t('bill.due')}
            </th>
            <th scope="col" role="columnheader">
              {t('bill.status')}
            </th>
            <th scope="col" role="columnheader" className="number">
              {t('bill.amount')}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {bills.map((bill) => (
            <BillRow key={bill.id} bill={bill} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BillRow({ bill }: { bill: Bill }): ReactNode {
  const { t, format } = useIntl();
  return (
    <tr data-no={bill.billNo} role="row">
      <th scope="row" role="rowheader">
        <PageLink className="row-link" to={pageOf(bill)}>
          {bill.billNo}
        </PageLink>
      </th>
      <td role="cell">{format.date(bill.billDate)}</td>
      <td data-label={t('bill.due')} role="cell">
        {format.date(bill.paymentDueDate)}
      </td>
      <td role="cell">
        <BillStatusBadge bill={bill} />
      </td>
      <td className="number" role="cell">
        {format.money(bill.amountDue)}
      </td>
    </tr>
  );
}
