import { Injectable } from '@nestjs/common';
import type { CommandEnds, CommandStep } from '@wellspring/persistence';
import { InjectReadModel } from '@wellspring/read-model';
import { type BillCopy, billCopy } from '../bill-copy/bill-copy.ts';
import { BillingEngine } from '../billing-engine/billing-engine.ts';
import type { PaymentEntity } from './payment.entity.ts';
import type { Payment } from './payment.ts';

/** Has the engine settle the bill, and takes over the bill as it is then: the engine's own version, with its number. */
@Injectable()
export class SettleStep implements CommandStep<PaymentEntity> {
  constructor(
    @InjectReadModel(billCopy) private readonly copy: BillCopy,
    private readonly engine: BillingEngine,
  ) {}

  /** What is settled has ended. */
  isDone(): boolean {
    return false;
  }

  async run({ id, billId, amountMinor, currency }: Payment, ends: CommandEnds<PaymentEntity>): Promise<boolean> {
    const result = await this.engine.settle({ billId, reference: id, amountMinor, currency });
    // What is refused may have been booked all the same, by an attempt whose answer was lost.
    const settlement = result.outcome === 'booked' ? result.settlement : await this.engine.settlement(id);
    if (!settlement) {
      // The customer's money is here and the bill does not want it: somebody has to give it back.
      const alreadyPaid = result.outcome === 'refused' && result.reason === 'ALREADY_PAID';
      const reason = alreadyPaid ? 'billAlreadyPaid' : 'chargedButNotSettled';
      await ends.end({ state: 'needsAttention', reason });
      return false;
    }
    const fetched = await this.engine.bill(billId);
    if (fetched?.records.some(({ state }) => state !== 'settled'))
      throw new Error('the engine still shows the bill open');
    await ends.end({ state: 'done', settlementNo: settlement.settlementNo }, async (manager) => {
      if (fetched) await this.copy.save(manager, fetched);
    });
    return false;
  }
}
