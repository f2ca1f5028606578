import { Injectable } from '@nestjs/common';
import type { FinancialAccountDocument } from '@wellspring/contract-billing';
import { MadeResources } from '@wellspring/tmf';
import { financialAccountOf } from './financial-account.document.ts';
import { OpenAmounts } from './open-amounts.ts';

/** What a customer has to pay in all. A customer has one account. */
@Injectable()
export class FinancialAccounts extends MadeResources {
  constructor(private readonly open: OpenAmounts) {
    super();
  }

  protected async of(customerId: string): Promise<FinancialAccountDocument[]> {
    return [financialAccountOf(customerId, await this.open.of(customerId))];
  }
}
