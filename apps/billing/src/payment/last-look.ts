import { Injectable } from '@nestjs/common';
import type { PaymentReason } from '@wellspring/contract-billing';
import { InjectReadModel } from '@wellspring/read-model';
import { DataSource } from 'typeorm';
import { type BillCopy, billCopy } from '../bill-copy/bill-copy.ts';
import { BillingEngine } from '../billing-engine/billing-engine.ts';
import type { Payment } from './payment.ts';

/** The last look at the bill before money moves. */
@Injectable()
export class LastLook {
  constructor(
    private readonly engine: BillingEngine,
    @InjectReadModel(billCopy) private readonly copy: BillCopy,
    private readonly dataSource: DataSource,
  ) {}

  /** Why the card must not be charged, if so. Throws when that cannot be told now. */
  async obstacle(payment: Payment): Promise<PaymentReason | undefined> {
    const found = await this.engine.bill(payment.billId);
    if (!found) return 'billUnknown';
    await this.dataSource.transaction((manager) => this.copy.save(manager, found));
    const [bill] = found.records;
    if (!bill) throw new Error('the bill does not add up at the moment');
    if (bill.state === 'settled') return 'billAlreadyPaid';
    if (bill.openMinor !== payment.amountMinor || bill.currency !== payment.currency) return 'billChanged';
    return undefined;
  }
}
