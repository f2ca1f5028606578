import type { OutboxEvent } from '@wellspring/persistence';
import type { PaymentEntity } from './payment.entity.ts';

/** TMF676 v4 events: the payment as it is now. The outbox adds the event's id. */
export function paymentEvent(
  type: 'PaymentCreateEvent' | 'PaymentStateChangeEvent',
  payment: PaymentEntity,
): OutboxEvent {
  return {
    aggregatetype: 'payment',
    aggregateid: payment.id,
    type,
    payload: { eventType: type, eventTime: payment.stateAt.toISOString(), event: { payment: payment.document } },
  };
}
