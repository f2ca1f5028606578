import type { ReactNode } from 'react';
import { Skeleton } from '@wellspring/web';
import { useBalances, type Balance } from '../bills/balance.ts';
import { Failure } from '../failure/failure.tsx';
import { StaleNotice } from '../invoices/stale-notice.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { isWithAPerson, useOpenPayments } from '../payments/payment.ts';

export function ToPay(): ReactNode {
  const { t } = useIntl();
  const query = useBalances();
  if (query.isPending) return <Skeleton label={t('loading')} lines={2} />;
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const owed = query.data.body.filter(({ amount }) => amount.value > 0);
  return (
    <>
      <StaleNotice ageSeconds={query.data.ageSeconds} />
      {owed.length === 0 && <p>{t('start.nothingToPay')}</p>}
      {owed.map((balance) => (
        <Owed key={balance.amount.unit} balance={balance} />
      ))}
      <OpenPayments />
      <a href="/invoices">{t('start.toPay.link')}</a>
    </>
  );
}

function Owed({ balance: { amount, openBills } }: { balance: Balance }): ReactNode {
  const { t, format } = useIntl();
  return (
    <>
      <p className="amount">{format.money(amount)}</p>
      <p>{t('start.toPay.text', { count: openBills })}</p>
    </>
  );
}

/** What is still owed and already being paid: nobody should be frightened into paying it again. */
function OpenPayments(): ReactNode {
  const { t, format } = useIntl();
  return [...useOpenPayments().values()].map((payment) => (
    <p key={payment.id}>
      {t(isWithAPerson(payment) ? 'start.payment.review' : 'start.payment.pending', {
        amount: format.money(payment.totalAmount),
      })}
    </p>
  ));
}
