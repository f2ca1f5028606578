import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Alert, ApiError, Button, ConfirmDialog, type Money } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { statusOf, type Bill } from '../bills/bill.ts';
import { useIntl } from '../messages/catalogues.ts';
import type { MessageKey } from '../messages/en.ts';
import { CardChoice } from './card-choice.tsx';
import { useCards } from './card.ts';
import { usePay, usePaymentsOf } from './paying.ts';
import { isOpen } from './payment.ts';
import { PaymentState } from './payment-state.tsx';

/** The way from an unpaid bill to a paid one: ask, confirm, follow, tell. */
export function PayBill({ bill }: { bill: Bill }): ReactNode {
  const [asked, setAsking] = useAsked();
  const pay = usePay(bill);
  const { payments } = usePaymentsOf(bill.id);
  const outcome = useRef<HTMLDivElement>(null);

  const startedHere = pay.data && (payments?.find(({ id }) => id === pay.data.id) ?? pay.data);
  const payment = payments?.find(isOpen) ?? startedHere;
  const told = payment?.id ?? pay.error?.name;
  useEffect(() => {
    // The button that was pressed is gone: whoever pressed it goes on reading where the answer is.
    if (pay.status === 'success' || pay.status === 'error') outcome.current?.focus();
  }, [pay.status, told]);

  const mayPay = statusOf(bill) !== 'paid' && payments !== undefined && !(payment && isOpen(payment));
  return (
    <div className="pay">
      <div ref={outcome} tabIndex={-1} className="outcome">
        {payment && <PaymentState payment={payment} />}
        {pay.error && !(payment && isOpen(payment)) && <Refusal error={pay.error} />}
      </div>
      {mayPay && <PayButton amount={bill.remainingAmount} onPress={() => setAsking(true)} />}
      {asked && mayPay && (
        <PayDialog
          bill={bill}
          busy={pay.isPending}
          onCancel={() => setAsking(false)}
          onConfirm={(cardToken) => pay.mutate({ cardToken }, { onSettled: () => setAsking(false) })}
        />
      )}
    </div>
  );
}

/** Whether the question is open: by the button here, or because the page was opened by one that says "pay". */
function useAsked(): [asked: boolean, ask: (open: boolean) => void] {
  const [parameters, setParameters] = useSearchParams();
  return [
    parameters.has('pay'),
    // In the address, so that Back closes it, which on a phone is what people do.
    (open) => setParameters(open ? { pay: '' } : {}, { replace: !open }),
  ];
}

function PayButton({ amount, onPress }: { amount: Money; onPress: () => void }): ReactNode {
  const { t, format } = useIntl();
  return (
    <Button variant="primary" onClick={onPress}>
      {t('bill.pay', { amount: format.money(amount) })}
    </Button>
  );
}

interface PayDialogProps {
  bill: Bill;
  busy: boolean;
  onCancel: () => void;
  onConfirm: (cardToken: string | undefined) => void;
}

function PayDialog({ bill, busy, onCancel, onConfirm }: PayDialogProps): ReactNode {
  const { t, format } = useIntl();
  const cards = useCards();
  const [chosen, setChosen] = useState<string>();
  const token = chosen ?? cards.usual;
  return (
    <ConfirmDialog
      title={t('pay.confirm.title', { number: bill.billNo })}
      confirmLabel={t('bill.pay', { amount: format.money(bill.remainingAmount) })}
      cancelLabel={t('action.cancel')}
      busy={busy}
      onCancel={onCancel}
      onConfirm={() => onConfirm(token)}
    >
      <CardChoice cards={cards} chosen={token} onChoose={setChosen} />
      <p>{t('pay.confirm.text')}</p>
    </ConfirmDialog>
  );
}

/** Refusals that are no fault of anybody's, told as what they are. */
const refusals: Readonly<Record<string, MessageKey>> = {
  'BILL.ALREADY_PAID': 'pay.alreadyPaid.title',
  'BILL.ON_HOLD': 'pay.onHold.title',
  'PAYMENT.IN_PROGRESS': 'pay.pending.title',
  'IDEMPOTENCY.IN_PROGRESS': 'pay.pending.title',
  'PAYMENT.AMOUNT_MISMATCH': 'pay.amountChanged.title',
};

function Refusal({ error }: { error: Error }): ReactNode {
  const { t } = useIntl();
  const title = error instanceof ApiError && error.code !== undefined ? refusals[error.code] : undefined;
  return title === undefined ? <Failure error={error} /> : <Alert tone="info" title={t(title)} />;
}
