import { Injectable } from '@nestjs/common';
import { type JobKind, Jobs } from '@wellspring/persistence';
import type { EntityManager } from 'typeorm';
import { BillingSettings } from '../config.ts';
import { ChargeStep } from './charge-step.ts';
import { PaymentLedger } from './payment-ledger.ts';
import { SettleStep } from './settle-step.ts';

interface PaymentJob {
  paymentId: string;
}

/**
 * Carries a payment to the provider and then to the billing engine. The payment's id is the idempotency key at the one
 * and the reference at the other, so any step can be repeated: a process that dies anywhere leaves a job that takes up
 * where the ledger says, and neither charges nor settles twice.
 *
 * What is not answered is tried again, for as long as `PAYMENT_ATTENTION_AFTER_MS`; then a person has to look.
 */
@Injectable()
export class PaymentCarrier {
  private readonly job: JobKind<PaymentJob>;

  constructor(
    private readonly ledger: PaymentLedger,
    private readonly charging: ChargeStep,
    private readonly settling: SettleStep,
    private readonly settings: BillingSettings,
    private readonly jobs: Jobs,
  ) {
    this.job = jobs.define<PaymentJob>({
      name: 'carry-payment',
      handler: ({ paymentId }) => this.carry(paymentId),
      // The time limit is the payment's own; the number of attempts must never be what ends it.
      retry: { limit: 100_000, delaySeconds: 1, maxDelaySeconds: 60 },
      concurrency: 4,
      timeoutSeconds: 120,
      onDead: ({ paymentId }) => this.giveUp(paymentId),
    });
  }

  /** @param key tells this run of the payment from another: an earlier job may not be over when the next is asked for. */
  async enqueue(manager: EntityManager, paymentId: string, key = paymentId): Promise<void> {
    await this.jobs.enqueue(manager, this.job, { paymentId }, { key });
  }

  /** One attempt to carry the payment to its end. Throws when it has to be tried again. */
  async carry(paymentId: string): Promise<void> {
    const payment = await this.ledger.find(paymentId, 'pending');
    if (!payment) return;
    try {
      if (payment.chargeId !== null || (await this.charging.run(payment))) await this.settling.run(payment);
    } catch (error) {
      if (Date.now() - payment.stateAt.getTime() < this.settings.paymentAttentionAfterMs) throw error;
      await this.giveUp(paymentId);
    }
  }

  private async giveUp(paymentId: string): Promise<void> {
    if (await this.ledger.abandon(paymentId, 'takesTooLong')) return;
    await this.ledger.end(paymentId, { state: 'needsAttention', reason: 'takesTooLong' });
  }
}
