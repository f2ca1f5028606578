import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { PaymentState } from '@wellspring/contract-billing';
import { PaymentEntity } from './payment.entity.ts';
import type { Payment } from './payment.ts';

/** Records what is known of a payment's charge. Each can be recorded again, or too late, without harm. */
@Injectable()
export class PaymentLedger {
  constructor(private readonly dataSource: DataSource) {}

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
}
