import { Injectable } from '@nestjs/common';
import { type JobKind, Jobs } from '@wellspring/persistence';
import { DataSource, type EntityManager } from 'typeorm';
import { BillStore } from '../bill-copy/bill-store.ts';
import { BillingEngine } from '../billing-engine/billing-engine.ts';
import { BillingSettings } from '../config.ts';
import { PaymentProvider } from '../payment-provider/payment-provider.ts';
import type { PaymentEntity } from './payment.entity.ts';
import { PaymentLedger } from './payment-ledger.ts';
import type { PaymentReason } from './payment.ts';

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
    private readonly provider: PaymentProvider,
    private readonly engine: BillingEngine,
    private readonly bills: BillStore,
    private readonly dataSource: DataSource,
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

  async enqueue(manager: EntityManager, paymentId: string): Promise<void> {
    await this.jobs.enqueue(manager, this.job, { paymentId }, { key: paymentId });
  }

  /** One attempt to carry the payment to its end. Throws when it has to be tried again. */
  async carry(paymentId: string): Promise<void> {
    const payment = await this.ledger.pending(paymentId);
    if (!payment) return;
    try {
      if (payment.chargeId !== null || (await this.charge(payment))) await this.settle(payment);
    } catch (error) {
      if (Date.now() - payment.createdAt.getTime() < this.settings.paymentAttentionAfterMs) throw error;
      await this.giveUp(paymentId);
    }
  }

  private async giveUp(paymentId: string): Promise<void> {
    if (await this.ledger.abandon(paymentId, 'takesTooLong')) return;
    await this.ledger.end(paymentId, { state: 'needsAttention', reason: 'takesTooLong' });
  }

  /** Has the card charged; false when the payment ended here. */
  private async charge(payment: PaymentEntity): Promise<boolean> {
    const firstAttempt = payment.chargeAttemptedAt === null;
    if (firstAttempt) {
      const obstacle = await this.obstacle(payment);
      if (obstacle && (await this.ledger.abandon(payment.id, obstacle))) return false;
      // A worker believed dead may have come back. Whichever begins goes on; the other looks again later.
      if (obstacle || !(await this.ledger.beginCharging(payment.id))) throw new Error('another worker has the payment');
    }
    const result = await this.provider.charge({
      key: payment.id,
      reference: payment.id,
      amountMinor: payment.amountMinor,
      currency: payment.currency,
      instrumentToken: payment.instrumentToken ?? '',
    });
    if (result.outcome === 'refused') {
      // An earlier attempt nobody answered may still be under way at the provider.
      await this.ledger.end(payment.id, {
        state: firstAttempt ? 'failed' : 'needsAttention',
        reason: 'refusedByProvider',
      });
      return false;
    }
    if (result.charge.state === 'declined') {
      await this.ledger.end(payment.id, { state: 'declined', reason: 'cardDeclined' });
      return false;
    }
    await this.ledger.charged(payment.id, result.charge.chargeId);
    return true;
  }

  /** Why the card must not be charged: the last look at the bill before money moves. */
  private async obstacle(payment: PaymentEntity): Promise<PaymentReason | undefined> {
    const found = await this.engine.bill(payment.billId);
    if (!found) return 'billUnknown';
    if ('rejected' in found) throw new Error('the bill does not add up at the moment');
    const { bill, asOf } = found;
    await this.dataSource.transaction((manager) => this.bills.save(manager, { bills: [bill], asOf }));
    if (bill.state === 'settled') return 'billAlreadyPaid';
    if (bill.openMinor !== payment.amountMinor || bill.currency !== payment.currency) return 'billChanged';
    return undefined;
  }

  private async settle({ id, billId, amountMinor, currency }: PaymentEntity): Promise<void> {
    const result = await this.engine.settle({ billId, reference: id, amountMinor, currency });
    // What is refused may have been booked all the same, by an attempt whose answer was lost.
    const settlement = result.outcome === 'booked' ? result.settlement : await this.engine.settlement(id);
    if (settlement) {
      await this.ledger.end(id, { state: 'done', settlementNo: settlement.settlementNo });
      return;
    }
    // The customer's money is here and the bill does not want it: somebody has to give it back.
    const alreadyPaid = result.outcome === 'refused' && result.reason === 'ALREADY_PAID';
    const reason = alreadyPaid ? 'billAlreadyPaid' : 'chargedButNotSettled';
    await this.ledger.end(id, { state: 'needsAttention', reason });
  }
}
