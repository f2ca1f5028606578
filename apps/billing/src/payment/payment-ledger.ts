import { Injectable } from '@nestjs/common';
import { Outbox } from '@wellspring/persistence';
import { Logger } from '@wellspring/platform';
import { DataSource, type FindOptionsWhere, IsNull } from 'typeorm';
import { BillStore } from '../bill-copy/bill-store.ts';
import { paymentDocumentOf } from './payment.document.ts';
import { PaymentEntity } from './payment.entity.ts';
import { paymentEvent } from './payment.events.ts';
import { PaymentMetrics } from './payment.metrics.ts';
import type { PaymentReason, PaymentState } from './payment.ts';

/** How a payment ended. */
export interface PaymentEnd {
  state: Exclude<PaymentState, 'pending'>;
  reason?: PaymentReason;
  settlementNo?: string;
}

/** Records how far a payment has got. Every step can be recorded again, or too late, without harm. */
@Injectable()
export class PaymentLedger {
  constructor(
    private readonly dataSource: DataSource,
    private readonly bills: BillStore,
    private readonly outbox: Outbox,
    private readonly metrics: PaymentMetrics,
    private readonly logger: Logger,
  ) {}

  async pending(id: string): Promise<PaymentEntity | undefined> {
    return (await this.dataSource.manager.findOneBy(PaymentEntity, { id, state: 'pending' })) ?? undefined;
  }

  /**
   * To be recorded before the provider is asked: from then on "not charged" has to be proven. False when that moment has
   * passed already, or the payment has ended: another worker is at it.
   */
  async beginCharging(id: string): Promise<boolean> {
    const { affected } = await this.dataSource.manager.update(PaymentEntity, untouched(id), {
      chargeAttemptedAt: new Date(),
    });
    return affected === 1;
  }

  /** The money is taken; the card is of no further use. */
  async charged(id: string, chargeId: string): Promise<void> {
    await this.dataSource.manager.update(PaymentEntity, { id }, { chargeId, instrumentToken: null });
  }

  /** Ends a payment as failed, unless somebody has begun to charge it. Tells whether it did. */
  abandon(id: string, reason: PaymentReason): Promise<boolean> {
    return this.finish(untouched(id), { state: 'failed', reason });
  }

  /** Ends a pending payment, settles its bill when it is done, and tells of it; all or nothing. */
  async end(id: string, end: PaymentEnd): Promise<void> {
    await this.finish({ id, state: 'pending' }, end);
  }

  private async finish(where: FindOptionsWhere<PaymentEntity> & { id: string }, end: PaymentEnd): Promise<boolean> {
    const ended = await this.dataSource.transaction(async (manager) => {
      const order = await manager.findOneBy(PaymentEntity, { id: where.id });
      // The bill first, then its payment: the order in which a new payment locks them.
      const bill = order ? await this.bills.lock(manager, order.billId) : undefined;
      const payment = await manager.findOne(PaymentEntity, { where, lock: { mode: 'pessimistic_write' } });
      if (!payment) return false;
      const now = new Date();
      Object.assign(payment, { reason: null, ...end, stateAt: now, instrumentToken: null });
      payment.document = paymentDocumentOf(payment);
      await manager.save(payment);
      if (end.state === 'done' && bill) await this.bills.settle(manager, bill, now);
      await this.outbox.append(manager, paymentEvent('PaymentStateChangeEvent', payment));
      return true;
    });
    if (ended) this.tell(where.id, end);
    return ended;
  }

  private tell(id: string, { state, reason }: PaymentEnd): void {
    this.metrics.ended.inc({ state, reason: reason ?? 'none' });
    const fields = { 'event.action': 'payment-ended', paymentId: id, state, reason };
    if (state === 'needsAttention') this.logger.error('payment needs a person', undefined, fields);
    else this.logger.info('payment ended', fields);
  }
}

const untouched = (id: string) => ({ id, state: 'pending' as const, chargeAttemptedAt: IsNull() });
