import { useId, type ReactNode } from 'react';
import { Badge, DoneIcon, Skeleton } from '@wellspring/web';
import { PageLink } from '../area/page-intent.tsx';
import { pageOf, statusOf, type Bill } from '../bills/bill.ts';
import type { Balance } from '../bills/balance.ts';
import { useBalances } from '../bills/balances.ts';
import { useRecentBills } from '../bills/recent-bills.ts';
import { Failure } from '../failure/failure.tsx';
import { IncompleteNotice } from '../failure/incomplete-notice.tsx';
import { StaleNotice } from '../failure/stale-notice.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { isWithAPerson, useOpenPayments } from '../payments/payment.ts';
import { useIsHere } from '../session/session.ts';

/** What to pay, by when, and the button to pay it. */
export function ToPay(): ReactNode {
  const { t } = useIntl();
  const id = useId();
  return (
    <section className="card to-pay" aria-labelledby={id}>
      <h2 id={id}>{t('start.payTitle')}</h2>
      <Owed />
    </section>
  );
}

function Owed(): ReactNode {
  const { t } = useIntl();
  const query = useBalances();
  if (query.isPending) return <Skeleton label={t('loading')} shape="figure" lines={4} />;
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const { missingCount } = query.data;
  const owed = query.data.body.filter(({ amount }) => amount.value > 0);
  return (
    <>
      {owed.length === 0 && !missingCount && <NothingOwed />}
      {owed.map((balance) => (
        <OwedAmount key={balance.amount.unit} balance={balance} />
      ))}
      <OpenPayments />
      <IncompleteNotice missingCount={missingCount} />
      <StaleNotice ageSeconds={query.data.ageSeconds} />
    </>
  );
}

function OwedAmount({ balance: { amount, openBills } }: { balance: Balance }): ReactNode {
  const { t, format } = useIntl();
  const { data } = useRecentBills();
  const beingPaid = useOpenPayments();
  const unpaid = (data?.body ?? [])
    .filter((bill) => statusOf(bill) !== 'paid' && bill.remainingAmount.unit === amount.unit)
    .toSorted((one, other) => one.paymentDueDate.localeCompare(other.paymentDueDate));
  const [next] = unpaid;
  const payable = unpaid.find(({ id }) => !beingPaid.has(id));
  return (
    <>
      <p className="amount">{format.money(amount)}</p>
      <p className="due">
        {next && <DueDate bill={next} />} {openBills > 1 && t('start.toPay.text', { count: openBills })}
      </p>
      <p className="to-pay-actions">
        {payable && <PayLink bill={payable} />}
        <InvoicesLink />
      </p>
    </>
  );
}

function DueDate({ bill }: { bill: Bill }): ReactNode {
  const { t, format } = useIntl();
  const date = format.dayOfMonth(bill.paymentDueDate);
  if (statusOf(bill) === 'overdue') return <Badge tone="bad">{t('start.overdue', { date })}</Badge>;
  return t('start.due', { date });
}

/** Leads to where it is paid: on the new side straight to the question which card. */
function PayLink({ bill }: { bill: Bill }): ReactNode {
  const { t, format } = useIntl();
  const here = useIsHere('invoices');
  const text = t('start.pay', { amount: format.money(bill.remainingAmount) });
  if (!here) {
    return (
      <a className="button button-primary" href={pageOf(bill)}>
        {text}
      </a>
    );
  }
  return (
    <PageLink className="button button-primary" to={`${pageOf(bill)}?pay`}>
      {text}
    </PageLink>
  );
}

function InvoicesLink(): ReactNode {
  const { t } = useIntl();
  const here = useIsHere('invoices');
  const text = t('start.toPay.link');
  return here ? <PageLink to="/invoices">{text}</PageLink> : <a href="/invoices">{text}</a>;
}

function NothingOwed(): ReactNode {
  const { t, format } = useIntl();
  const { data } = useRecentBills();
  const [latest] = data?.body ?? [];
  if (data !== undefined && latest === undefined) return <p>{t('start.noBill')}</p>;
  return (
    <>
      <p className="all-paid">
        <DoneIcon aria-hidden="true" />
        {t('start.upToDate')}
      </p>
      {latest && <p>{t('start.lastBill', { number: latest.billNo, amount: format.money(latest.amountDue) })}</p>}
      <p className="to-pay-actions">
        <InvoicesLink />
      </p>
    </>
  );
}

/** What is still owed and already being paid: nobody should be frightened into paying it again. */
function OpenPayments(): ReactNode {
  const { t, format } = useIntl();
  return [...useOpenPayments().values()].map((payment) => (
    <p key={payment.id} className="being-paid">
      {t(isWithAPerson(payment) ? 'start.payment.review' : 'start.payment.pending', {
        amount: format.money(payment.totalAmount),
      })}
    </p>
  ));
}
