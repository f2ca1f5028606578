import { Injectable } from '@nestjs/common';
import type { CommandEnds, CommandStep } from '@wellspring/persistence';
import { BillingSettings } from '../config.ts';
import type { Charge } from '../payment-provider/charge.schema.ts';
import { type ChargeOrder, PaymentProvider } from '../payment-provider/payment-provider.ts';
import { LastLook } from './last-look.ts';
import { PaymentLedger } from './payment-ledger.ts';
import type { PaymentEntity } from './payment.entity.ts';
import type { Payment } from './payment.ts';

type Ends = CommandEnds<PaymentEntity>;

/** Clocks of replicas differ by less; the provider may also count from a little before our own record. */
const keyMarginMs = 60_000;

/**
 * Has the card charged. A charge is sent once per attempt. When one is not answered, the next attempt asks the provider by
 * the key before it concludes or sends anything; and a key that the provider may have forgotten is not sent again, since it
 * would charge a second time.
 */
@Injectable()
export class ChargeStep implements CommandStep<PaymentEntity> {
  constructor(
    private readonly ledger: PaymentLedger,
    private readonly provider: PaymentProvider,
    private readonly lastLook: LastLook,
    private readonly settings: BillingSettings,
  ) {}

  isDone({ chargeId }: Payment): boolean {
    return chargeId !== null;
  }

  async run(payment: Payment, ends: Ends): Promise<boolean> {
    const order = orderOf(payment);
    const charge = (await this.unansweredCharge(payment, order)) ?? (await this.newCharge(payment, order, ends));
    if (!charge) return false;
    if (charge.state === 'declined') {
      await ends.end({ state: 'declined', reason: 'cardDeclined' });
      return false;
    }
    await this.ledger.charged(payment.id, charge.chargeId);
    return true;
  }

  /**
   * For a person about to say that nothing was charged: the provider is asked, and a charge it knows of is recorded.
   * Throws DependencyError when it does not answer.
   */
  async lookForCharge(paymentId: string): Promise<void> {
    const payment = await this.ledger.find(paymentId, 'needsAttention');
    if (payment?.chargeId !== null) return;
    const charge = await this.provider.find(orderOf(payment));
    if (charge?.state === 'captured') await this.ledger.charged(payment.id, charge.chargeId);
  }

  private async unansweredCharge(payment: Payment, order: ChargeOrder): Promise<Charge | undefined> {
    return payment.chargeAttemptedAt === null ? undefined : this.provider.find(order);
  }

  /** Nothing when the payment ended here. */
  private async newCharge(payment: Payment, order: ChargeOrder, ends: Ends): Promise<Charge | undefined> {
    if (this.keyMayBeForgotten(payment)) {
      await ends.end({ state: 'needsAttention', reason: 'chargeUnknown' });
      return undefined;
    }
    const obstacle = await this.lastLook.obstacle(payment);
    if (obstacle) {
      if (await ends.abandon(obstacle)) return undefined;
      throw new Error(`not charged again (${obstacle}), but an earlier charge is not answered yet`);
    }
    if (!(await this.ledger.beginCharge(payment))) throw new Error('another worker has the payment');
    const result = await this.provider.charge(order);
    switch (result.outcome) {
      case 'answered':
        return result.charge;
      case 'notSent':
        await this.ledger.chargeDidNothing(payment.id);
        throw result.error;
      case 'refused':
        return this.refused(payment, order, ends);
    }
  }

  /** The words of a refusal are no proof. That no charge is known under the key, and none is unanswered, is. */
  private async refused({ id }: Payment, order: ChargeOrder, ends: Ends): Promise<Charge | undefined> {
    const charge = await this.provider.find(order);
    if (charge) return charge;
    await this.ledger.chargeDidNothing(id);
    if (!(await ends.abandon('refusedByProvider'))) {
      // An earlier charge may still be under way at the provider.
      await ends.end({ state: 'needsAttention', reason: 'chargeUnknown' });
    }
    return undefined;
  }

  private keyMayBeForgotten({ chargeAttemptedAt }: Payment): boolean {
    const { paymentProviderKeyLifetimeMs, paymentProviderTimeoutMs } = this.settings;
    const usableMs = paymentProviderKeyLifetimeMs - paymentProviderTimeoutMs - keyMarginMs;
    return chargeAttemptedAt !== null && Date.now() - chargeAttemptedAt.getTime() >= usableMs;
  }
}

function orderOf({ id, amountMinor, currency, instrumentToken }: Payment): ChargeOrder {
  return { key: id, reference: id, amountMinor, currency, instrumentToken: instrumentToken ?? '' };
}
