import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Card, Skeleton, sumMoney } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { statusOf, useBills, type Bill } from '../bills/bill.ts';
import { BillStatusBadge } from '../invoices/bill-status.tsx';
import { StaleNotice } from '../invoices/stale-notice.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { useSession } from '../session/session.ts';

export function StartPage(): ReactNode {
  const { t } = useIntl();
  const { session } = useSession();
  const query = useBills();
  return (
    <>
      <PageTitle>{t('start.greeting', { name: session?.customer?.name ?? '' })}</PageTitle>
      {query.isPending && <Skeleton label={t('loading')} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <StaleNotice ageSeconds={query.data.ageSeconds} />
          <div className="tiles">
            <ToPay bills={query.data.bills} />
            {query.data.bills[0] && <LatestBill bill={query.data.bills[0]} />}
          </div>
        </>
      )}
    </>
  );
}

function ToPay({ bills }: { bills: Bill[] }): ReactNode {
  const { t, format } = useIntl();
  const unpaid = bills.filter((bill) => statusOf(bill) !== 'paid');
  const total = sumMoney(unpaid.map((bill) => bill.remainingAmount));
  return (
    <Card title={t('start.toPay')}>
      {total ? (
        <>
          <p className="amount">{format.money(total)}</p>
          <p>{t('start.toPay.text', { count: unpaid.length })}</p>
        </>
      ) : (
        <p>{t('start.nothingToPay')}</p>
      )}
      <a href="/invoices">{t('start.toPay.link')}</a>
    </Card>
  );
}

function LatestBill({ bill }: { bill: Bill }): ReactNode {
  const { t, format } = useIntl();
  return (
    <Card title={t('start.latest')}>
      <p className="amount">{format.money(bill.amountDue)}</p>
      <p>
        <BillStatusBadge bill={bill} />{' '}
        {t('bill.dates', { issued: format.date(bill.billDate), due: format.date(bill.paymentDueDate) })}
      </p>
      <Link to={`/invoices/${encodeURIComponent(bill.id)}`}>{t('bill.title', { number: bill.billNo })}</Link>
    </Card>
  );
}
