import { Injectable } from '@nestjs/common';
import { type CommandAction, type CommandChange, oneLine } from '@wellspring/persistence';
import { z } from 'zod';
import { ChargeStep } from './charge-step.ts';
import { ChargeDiffersError, ReferenceMissingError } from './payment-actions.errors.ts';
import type { PaymentEntity } from './payment.entity.ts';

const reference = oneLine.pipe(z.string().min(1).max(200)).optional();

const markPaid = z.strictObject({ chargeReference: reference, settlementReference: reference });
const giveBack = z.strictObject({ refundReference: reference });

type Change = CommandChange<PaymentEntity>;

/** What people decide about payments that need one. */
@Injectable()
export class PaymentActions {
  /** Carry it on from where it is. */
  private readonly retry: CommandAction<PaymentEntity> = {
    details: z.strictObject({}),
    decide: () => ({ state: 'pending' }),
  };

  /**
   * The provider has the money, under this reference; with a settlement's reference the bill is booked as well, without one
   * the engine is still asked to.
   */
  private readonly markPaid: CommandAction<PaymentEntity, z.output<typeof markPaid>> = {
    details: markPaid,
    decide: (payment, { chargeReference, settlementReference }): Change => {
      const chargeId = chargeIdOf(payment, chargeReference);
      if (settlementReference === undefined) return { state: 'pending', chargeId };
      return { state: 'done', chargeId, settlementNo: settlementReference };
    },
  };

  /** The money is back with the customer, under this reference, or was never taken, which the provider is asked. */
  private readonly giveBack: CommandAction<PaymentEntity, z.output<typeof giveBack>> = {
    details: giveBack,
    prepare: async (id, { refundReference }) => {
      if (refundReference === undefined) await this.charging.lookForCharge(id);
    },
    decide: ({ chargeId }, { refundReference }): Change => {
      if (refundReference !== undefined) return { state: 'refunded', reason: 'givenBack' };
      if (chargeId !== null) throw new ReferenceMissingError('refundReference', chargeId);
      return { state: 'failed', reason: 'notCharged' };
    },
  };

  readonly byName: Readonly<Record<string, CommandAction<PaymentEntity>>> = {
    retry: this.retry,
    'mark-paid': this.markPaid,
    'give-back': this.giveBack,
  };

  constructor(private readonly charging: ChargeStep) {}
}

function chargeIdOf({ chargeId }: PaymentEntity, known: string | undefined): string {
  if (chargeId !== null && known !== undefined && known !== chargeId) throw new ChargeDiffersError(chargeId);
  const either = chargeId ?? known;
  if (either === undefined) throw new ReferenceMissingError('chargeReference');
  return either;
}
