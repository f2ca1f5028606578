import { Injectable } from '@nestjs/common';
import { BillingEngine } from '../billing-engine/billing-engine.ts';
import { PaymentLedger } from './payment-ledger.ts';
import type { Payment } from './payment.ts';

/** Has the engine settle the bill, and takes over the bill as it is then: the engine's own version, with its number. */
@Injectable()
export class SettleStep {
  constructor(
    private readonly ledger: PaymentLedger,
    private readonly engine: BillingEngine,
  ) {}

  async run({ id, billId, amountMinor, currency }: Payment): Promise<void> {
    const result = await this.engine.settle({ billId, reference: id, amountMinor, currency });
    // What is refused may have been booked all the same, by an attempt whose answer was lost.
    const settlement = result.outcome === 'booked' ? result.settlement : await this.engine.settlement(id);
    if (!settlement) {
      // The customer's money is here and the bill does not want it: somebody has to give it back.
      const alreadyPaid = result.outcome === 'refused' && result.reason === 'ALREADY_PAID';
      const reason = alreadyPaid ? 'billAlreadyPaid' : 'chargedButNotSettled';
      await this.ledger.end(id, { state: 'needsAttention', reason });
      return;
    }
    const fetched = await this.engine.bill(billId);
    if (fetched?.records.some(({ state }) => state !== 'settled'))
      throw new Error('the engine still shows the bill open');
    await this.ledger.settled(id, settlement.settlementNo, fetched);
  }
}
