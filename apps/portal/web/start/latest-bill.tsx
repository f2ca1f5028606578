import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Skeleton } from '@wellspring/web';
import { useBills } from '../bills/bill.ts';
import { Failure } from '../failure/failure.tsx';
import { BillStatusBadge } from '../invoices/bill-status.tsx';
import { useIntl } from '../messages/catalogues.ts';

export function LatestBill(): ReactNode {
  const { t, format } = useIntl();
  const query = useBills();
  if (query.isPending) return <Skeleton label={t('loading')} lines={2} />;
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const [bill] = query.data.bills;
  if (bill === undefined) return <p>{t('bills.empty')}</p>;
  return (
    <>
      <p className="amount">{format.money(bill.amountDue)}</p>
      <p>
        <BillStatusBadge bill={bill} />{' '}
        {t('bill.dates', { issued: format.date(bill.billDate), due: format.date(bill.paymentDueDate) })}
      </p>
      <Link to={`/invoices/${encodeURIComponent(bill.id)}`}>{t('bill.title', { number: bill.billNo })}</Link>
    </>
  );
}
