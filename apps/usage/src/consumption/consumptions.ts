import { Injectable } from '@nestjs/common';
import type { ConsumptionDocument } from '@wellspring/contract-usage';
import { Database } from '@wellspring/persistence';
import { MadeResources } from '@wellspring/tmf';
import { limitRangeIn } from '../account/limit-range.ts';
import { AccountStore } from '../account-copy/account-store.ts';
import { UsageSettings } from '../config.ts';
import { monthOf } from '../usage/usage.ts';
import { consumptionOf, type Sum } from './consumption.document.ts';

/** Both are a handful of rows by primary key, in one partition each. */
const sumsOfMonth = `
  select month.product_id as "productId", month.type, month.zone, month.quantity::float8,
         month.charge_minor::float8 as "chargeMinor", coalesce(today.charge_minor, 0)::float8 as "todayMinor"
  from usage_month as month
  left join usage_day as today on today.customer_id = month.customer_id and today.day = $3::timestamptz
    and today.product_id = month.product_id and today.type = month.type and today.zone = month.zone
  where month.customer_id = $1 and month.month = $2::timestamptz`;

/** What customers have used and have left this month. */
@Injectable()
export class Consumptions extends MadeResources {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountStore,
    private readonly settings: UsageSettings,
  ) {
    super();
  }

  protected async of(customerId: string): Promise<ConsumptionDocument[]> {
    const account = await this.accounts.find(customerId);
    if (!account) return [];
    const at = new Date();
    const today = at.toISOString().slice(0, 10);
    const month = monthOf(today);
    const sums = await this.database.query<Sum>({
      name: 'usage-sums-of-month',
      text: sumsOfMonth,
      values: [customerId, `${month}T00:00:00Z`, `${today}T00:00:00Z`],
    });
    return [consumptionOf({ account, sums, month, at, limitRange: limitRangeIn(account.currency, this.settings) })];
  }
}
