import { type ReactNode, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, ApiError, Button, ConfirmDialog } from '@wellspring/web';
import { Failure } from '../app/failure.tsx';
import { statusOf, type Bill } from '../bills/bill.ts';
import { useIntl } from '../messages/catalogues.ts';
import { isFinal, usePay, usePaymentProgress } from './payment.ts';
import { PaymentState } from './payment-state.tsx';

/** The way from an unpaid bill to a paid one: ask, confirm, follow, tell. */
export function PayBill({ bill }: { bill: Bill }): ReactNode {
  const { t, format } = useIntl();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const pay = usePay(bill);
  const payment = usePaymentProgress(pay.data, bill.id);

  const paid = statusOf(bill) === 'paid';
  const alreadyPaid = pay.error instanceof ApiError && pay.error.code === 'BILL.ALREADY_PAID';
  const mayPay =
    !paid && (payment === undefined || (isFinal(payment) && ['declined', 'failed'].includes(payment.status)));
  return (
    <div className="pay">
      {payment && <PaymentState payment={payment} />}
      {alreadyPaid && <Alert tone="info" title={t('pay.alreadyPaid.title')} />}
      {pay.error && !alreadyPaid && <Failure error={pay.error} />}
      {mayPay && (
        <Button variant="primary" onClick={() => setAsking(true)}>
          {t('bill.pay', { amount: format.money(bill.remainingAmount) })}
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          title={t('pay.confirm.title', { number: bill.billNo })}
          confirmLabel={t('bill.pay', { amount: format.money(bill.remainingAmount) })}
          cancelLabel={t('action.cancel')}
          busy={pay.isPending}
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            pay.mutate(undefined, {
              onSettled: () => {
                setAsking(false);
                void queryClient.invalidateQueries({ queryKey: ['bill', bill.id] });
              },
            });
          }}
        >
          <p>{t('pay.confirm.text')}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
