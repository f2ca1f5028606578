import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { Button, Card, Skeleton, subtractMoney } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { PageLink } from '../area/page-intent.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { PaymentHistory } from '../payments/payment-history.tsx';
import { PayBill } from '../payments/pay-bill.tsx';
import { documentUrl, useBill, useBillLines } from '../bills/bill-queries.ts';
import type { Bill, BillLine } from '../bills/bill.ts';
import { BillMakeUp } from './bill-make-up.tsx';
import { BillStatusBadge } from './bill-status.tsx';
import { StaleNotice } from '../failure/stale-notice.tsx';

export default function BillPage(): ReactNode {
  const { t } = useIntl();
  const { id = '' } = useParams();
  const query = useBill(id);
  return (
    <>
      <PageTitle>{t('bill.title', { number: query.data?.body.billNo ?? id })}</PageTitle>
      {query.isPending && <Skeleton label={t('loading')} shape="figure" lines={5} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <StaleNotice ageSeconds={query.data.ageSeconds} />
          <BillSummary bill={query.data.body} />
          <BillLines bill={query.data.body} />
          <PaymentHistory billId={query.data.body.id} />
        </>
      )}
      <p className="back">
        <PageLink to="/invoices">{t('bill.back')}</PageLink>
      </p>
    </>
  );
}

function BillSummary({ bill }: { bill: Bill }): ReactNode {
  const { locale, t, format } = useIntl();
  return (
    <div className="card bill-summary">
      <div>
        <p className="amount">{format.money(bill.amountDue)}</p>
        <p>
          <BillStatusBadge bill={bill} />
        </p>
        <p>{t('bill.dates', { issued: format.date(bill.billDate), due: format.date(bill.paymentDueDate) })}</p>
        {bill.billingPeriod && (
          <p>
            {t('bill.period')}: {format.date(bill.billingPeriod.startDateTime)} –{' '}
            {format.date(bill.billingPeriod.endDateTime)}
          </p>
        )}
        <p>
          <a href={documentUrl(bill.id, locale)} download={`${bill.billNo}.pdf`}>
            {t('bill.document')}
          </a>{' '}
          <Button variant="quiet" onClick={() => window.print()}>
            {t('action.print')}
          </Button>
        </p>
      </div>
      <PayBill bill={bill} />
    </div>
  );
}

function BillLines({ bill }: { bill: Bill }): ReactNode {
  const { t } = useIntl();
  const query = useBillLines(bill.id);
  return (
    <Card title={t('bill.lines')}>
      {query.isPending && <Skeleton label={t('loading')} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <BillMakeUp lines={query.data.body} />
          <LineTable lines={query.data.body} bill={bill} />
        </>
      )}
    </Card>
  );
}

function LineTable({ lines, bill }: { lines: BillLine[]; bill: Bill }): ReactNode {
  const { t, format } = useIntl();
  return (
    <table className="lines">
      <caption className="visually-hidden">{t('bill.lines')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('bill.line')}</th>
          <th scope="col" className="number">
            {t('bill.net')}
          </th>
          <th scope="col" className="number">
            {t('bill.vat')}
          </th>
          <th scope="col" className="number">
            {t('bill.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <th scope="row">{line.name}</th>
            <td className="number">{format.money(line.taxExcludedAmount)}</td>
            <td className="number">{format.money(subtractMoney(line.taxIncludedAmount, line.taxExcludedAmount))}</td>
            <td className="number">{format.money(line.taxIncludedAmount)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('bill.total')}</th>
          <td className="number">{bill.taxExcludedAmount && format.money(bill.taxExcludedAmount)}</td>
          <td className="number">
            {bill.taxExcludedAmount && format.money(subtractMoney(bill.amountDue, bill.taxExcludedAmount))}
          </td>
          <td className="number">{format.money(bill.amountDue)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
