import type { ReactNode } from 'react';
import { Badge, type BadgeTone, Card } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import type { MessageKey } from '../messages/en.ts';
import { usePaymentsOf } from './paying.ts';
import type { Payment } from './payment.ts';

/** Every payment of a bill with its reference: what a receipt is for. Nothing is shown where nothing was ever paid. */
export function PaymentHistory({ billId }: { billId: string }): ReactNode {
  const { t } = useIntl();
  const { payments = [] } = usePaymentsOf(billId);
  if (payments.length === 0) return null;
  return (
    <Card title={t('payments.title')}>
      <ul className="payments">
        {payments.map((payment) => (
          <PaymentEntry key={payment.id} payment={payment} />
        ))}
      </ul>
    </Card>
  );
}

function PaymentEntry({ payment }: { payment: Payment }): ReactNode {
  const { t, format } = useIntl();
  const [tone, label] = labelOf(payment.status);
  return (
    <li data-payment={payment.id}>
      <span className="payment-when">{format.dateTime(new Date(payment.paymentDate))}</span>
      <span className="number">{format.money(payment.totalAmount)}</span>
      <Badge tone={tone}>{t(label)}</Badge>
      <span className="reference">{t('payments.reference', { reference: payment.id })}</span>
    </li>
  );
}

function labelOf(status: string): [BadgeTone, MessageKey] {
  switch (status) {
    case 'done':
      return ['good', 'payments.done'];
    case 'declined':
      return ['bad', 'payments.declined'];
    case 'failed':
      return ['neutral', 'payments.failed'];
    case 'refunded':
      return ['neutral', 'payments.refunded'];
    case 'needsAttention':
      return ['attention', 'payments.review'];
    default:
      return ['attention', 'payments.pending'];
  }
}
