import type { ReactNode } from 'react';
import { Alert } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import type { Payment } from './payment.ts';

/** The honest state of a payment, in the customer's words. */
export function PaymentState({ payment }: { payment: Payment }): ReactNode {
  const { t } = useIntl();
  switch (payment.status) {
    case 'done':
      return <Alert tone="success" title={t('pay.done.title')} />;
    case 'declined':
      return (
        <Alert tone="error" title={t('pay.declined.title')}>
          <p>{t('pay.declined.text')}</p>
        </Alert>
      );
    case 'failed':
      return (
        <Alert tone="error" title={t('pay.failed.title')}>
          <p>{t('pay.failed.text')}</p>
        </Alert>
      );
    case 'refunded':
      return (
        <Alert tone="info" title={t('pay.refunded.title')}>
          <p>{t('pay.refunded.text')}</p>
        </Alert>
      );
    case 'needsAttention':
      return (
        <Alert tone="warning" title={t('pay.review.title')}>
          <p>{t('pay.review.text')}</p>
        </Alert>
      );
    default:
      return (
        <Alert tone="info" title={t('pay.pending.title')}>
          <p>{t('pay.pending.text')}</p>
        </Alert>
      );
  }
}
