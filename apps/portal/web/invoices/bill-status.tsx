import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import { isWithAPerson, useOpenPayments } from '../payments/payment.ts';
import { type BillStatus, statusOf, type Bill } from '../bills/bill.ts';

const tones: Record<BillStatus, BadgeTone> = { paid: 'good', unpaid: 'attention', overdue: 'bad' };

/** Paid, to pay, overdue; and while a payment is on its way, that it is: nobody should be asked to pay twice. */
export function BillStatusBadge({ bill }: { bill: Bill }): ReactNode {
  const { t } = useIntl();
  const payment = useOpenPayments().get(bill.id);
  if (payment) {
    return <Badge tone="attention">{t(isWithAPerson(payment) ? 'payments.review' : 'payments.pending')}</Badge>;
  }
  const status = statusOf(bill);
  return <Badge tone={tones[status]}>{t(`bill.status.${status}`)}</Badge>;
}
