import { Injectable } from '@nestjs/common';
import type { PaymentCommandDocument } from '@wellspring/contract-billing';
import type { CommandHandler } from '@wellspring/persistence';
import { Outbox } from '@wellspring/persistence';
import { resourceEvent } from '@wellspring/tmf';
import type { EntityManager } from 'typeorm';
import { BillStore } from '../bill-copy/bill-store.ts';
import { BillingSettings } from '../config.ts';
import { ChargeStep } from './charge-step.ts';
import { PaymentActions } from './payment-actions.ts';
import { paymentDocumentOf } from './payment.document.ts';
import type { PaymentEntity } from './payment.entity.ts';
import { payment as resource } from './payment.resource.ts';
import type { Payment } from './payment.ts';
import { paymentViewOf } from './payment.view.ts';
import { SettleStep } from './settle-step.ts';

/**
 * What carrying a payment is: to the provider and then to the billing engine. The payment's id is the idempotency key at
 * the one and the reference at the other, so that it is neither charged nor settled twice.
 */
@Injectable()
export class PaymentHandler implements CommandHandler<PaymentEntity> {
  readonly steps;
  readonly attentionAfterMs;
  readonly actions;
  readonly listedBy = { bill: 'billId', customer: 'customerId' } as const;

  constructor(
    charging: ChargeStep,
    settling: SettleStep,
    actions: PaymentActions,
    settings: BillingSettings,
    private readonly bills: BillStore,
    private readonly outbox: Outbox,
  ) {
    this.steps = [charging, settling];
    this.actions = actions.byName;
    this.attentionAfterMs = settings.paymentAttentionAfterMs;
  }

  /** From when the provider is first asked, "not charged" has to be proven. */
  isUndone({ chargeAttemptedAt, chargeId }: Payment): boolean {
    return chargeAttemptedAt === null && chargeId === null;
  }

  viewOf(payment: Payment): PaymentCommandDocument {
    return paymentViewOf(payment);
  }

  /** The bill first, then its payment: the order in which a new payment locks them. */
  async lock({ billId }: Payment, manager: EntityManager): Promise<void> {
    await this.bills.lock(manager, billId);
  }

  complete(payment: PaymentEntity): void {
    if (!mayBeCharged(payment)) payment.instrumentToken = null;
    payment.document = paymentDocumentOf(payment);
  }

  async changed(payment: PaymentEntity, manager: EntityManager): Promise<void> {
    if (payment.state === 'done') await this.bills.showPayments(manager, payment.billId);
    await this.outbox.append(manager, resourceEvent(resource, 'StateChange', payment.document, payment.stateAt));
  }
}

/** Whether the card may still be needed: a person can have an order tried again that was never charged. */
function mayBeCharged({ state, chargeId }: Payment): boolean {
  return chargeId === null && (state === 'pending' || state === 'needsAttention');
}
