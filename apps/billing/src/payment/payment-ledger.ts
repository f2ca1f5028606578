import { Injectable } from '@nestjs/common';
import { Outbox } from '@wellspring/persistence';
import { Logger } from '@wellspring/platform';
import { type FetchedRecords, InjectReadModel } from '@wellspring/read-model';
import { resourceEvent } from '@wellspring/tmf';
import { DataSource, type EntityManager, type FindOptionsWhere, IsNull } from 'typeorm';
import type { Bill } from '../bill/bill.ts';
import { type BillCopy, billCopy } from '../bill-copy/bill-copy.ts';
import { BillStore } from '../bill-copy/bill-store.ts';
import { paymentDocumentOf } from './payment.document.ts';
import { PaymentEntity } from './payment.entity.ts';
import { PaymentMetrics } from './payment.metrics.ts';
import { payment as resource } from './payment.resource.ts';
import type { Payment, PaymentReason, PaymentState } from './payment.ts';

/** What becomes of a payment, all at once. */
export interface PaymentChange {
  state: PaymentState;
  reason?: PaymentReason;
  chargeId?: string;
  settlementNo?: string;
}

/** How a payment ended. */
export interface PaymentEnd extends PaymentChange {
  state: Exclude<PaymentState, 'pending'>;
}

type Condition = FindOptionsWhere<PaymentEntity>;

/** Records how far a payment has got. Every step can be recorded again, or too late, without harm. */
@Injectable()
export class PaymentLedger {
  constructor(
    private readonly dataSource: DataSource,
    @InjectReadModel(billCopy) private readonly copy: BillCopy,
    private readonly bills: BillStore,
    private readonly outbox: Outbox,
    private readonly metrics: PaymentMetrics,
    private readonly logger: Logger,
  ) {}

  async find(id: string, state: PaymentState): Promise<Payment | undefined> {
    return (await this.dataSource.manager.findOneBy(PaymentEntity, { id, state })) ?? undefined;
  }

  /**
   * To be recorded before the provider is asked: from then on "not charged" has to be proven. False when the payment is
   * not as it was any more: another worker is at it, or it has ended.
   */
  async beginCharge({ id, chargeAttemptedAt, unansweredCharges }: Payment): Promise<boolean> {
    const { affected } = await this.dataSource.manager.update(
      PaymentEntity,
      { id, state: 'pending', chargeId: IsNull(), unansweredCharges },
      { chargeAttemptedAt: chargeAttemptedAt ?? new Date(), unansweredCharges: unansweredCharges + 1 },
    );
    return affected === 1;
  }

  /** A charge turned out to have done nothing: it never left, or the provider refused it and knows of none. */
  async chargeDidNothing(id: string): Promise<void> {
    await this.dataSource.manager.query(
      `update payment set unanswered_charges = unanswered_charges - 1,
         charge_attempted_at = case when unanswered_charges > 1 then charge_attempted_at end
       where id = $1 and unanswered_charges > 0`,
      [id],
    );
  }

  /** The money is taken; the card is of no further use. */
  async charged(id: string, chargeId: string): Promise<void> {
    await this.dataSource.manager.update(
      PaymentEntity,
      { id, chargeId: IsNull() },
      { chargeId, instrumentToken: null, unansweredCharges: 0 },
    );
  }

  /** Ends a payment as failed, unless it may have been charged. Tells whether it did. */
  abandon(id: string, reason: PaymentReason): Promise<boolean> {
    return this.finish(id, { chargeAttemptedAt: IsNull(), chargeId: IsNull() }, { state: 'failed', reason });
  }

  /** Ends a pending payment and tells of it; all or nothing. */
  async end(id: string, end: PaymentEnd): Promise<void> {
    await this.finish(id, {}, end);
  }

  /** The same for one whose bill is settled, together with the bill as the engine has it since. */
  async settled(id: string, settlementNo: string, bill: FetchedRecords<Bill> | undefined): Promise<void> {
    await this.finish(id, {}, { state: 'done', settlementNo }, bill);
  }

  /** The payment, which nobody else changes until the transaction ends. */
  async lock(manager: EntityManager, id: string, condition: Condition = {}): Promise<PaymentEntity | undefined> {
    const order = await manager.findOneBy(PaymentEntity, { id });
    if (!order) return undefined;
    // The bill first, then its payment: the order in which a new payment locks them.
    await this.bills.lock(manager, order.billId);
    const lock = { mode: 'pessimistic_write' } as const;
    return (await manager.findOne(PaymentEntity, { where: { ...condition, id }, lock })) ?? undefined;
  }

  /** Changes a payment that is locked, and appends the event. To be followed by {@link tell} once it is committed. */
  async change(manager: EntityManager, payment: PaymentEntity, change: PaymentChange): Promise<void> {
    Object.assign(payment, { reason: null, ...change, stateAt: new Date() });
    if (!mayBeCharged(payment)) payment.instrumentToken = null;
    payment.document = paymentDocumentOf(payment);
    await manager.save(payment);
    if (payment.state === 'done') await this.bills.showPayments(manager, payment.billId);
    await this.outbox.append(manager, resourceEvent(resource, 'StateChange', payment.document, payment.stateAt));
  }

  /** For those on call: the metrics and the log. */
  tell(id: string, { state, reason }: PaymentChange): void {
    if (state === 'pending') return;
    this.metrics.ended.inc({ state, reason: reason ?? 'none' });
    const fields = { 'event.action': 'payment-ended', paymentId: id, state, reason };
    if (state === 'needsAttention') this.logger.error('payment needs a person', undefined, fields);
    else this.logger.info('payment ended', fields);
  }

  private async finish(
    id: string,
    condition: Condition,
    end: PaymentEnd,
    bill?: FetchedRecords<Bill>,
  ): Promise<boolean> {
    const ended = await this.dataSource.transaction(async (manager) => {
      const payment = await this.lock(manager, id, { ...condition, state: 'pending' });
      if (!payment) return false;
      if (bill) await this.copy.save(manager, bill);
      await this.change(manager, payment, end);
      return true;
    });
    if (ended) this.tell(id, end);
    return ended;
  }
}

/** Whether the card may still be needed: a person can have an order tried again that was never charged. */
function mayBeCharged({ state, chargeId }: Payment): boolean {
  return chargeId === null && (state === 'pending' || state === 'needsAttention');
}
