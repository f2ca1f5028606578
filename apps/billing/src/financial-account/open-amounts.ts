import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';

/** What is open of a customer's bills in one currency. */
export interface OpenAmount {
  readonly currency: string;
  readonly openMinor: number;
  /** How many bills are not settled. */
  readonly bills: number;
}

/** Added up by the database, in whole minor units: a currency with nothing open is there as well. */
const openAmounts = `
  select currency, sum(open_minor)::text as "openMinor", count(*) filter (where state <> 'settled')::int as bills
  from bill where customer_id = $1 group by currency order by currency`;

@Injectable()
export class OpenAmounts {
  constructor(private readonly database: Database) {}

  async of(customerId: string): Promise<OpenAmount[]> {
    const statement = { name: 'open amounts', text: openAmounts, values: [customerId] };
    const rows = await this.database.query<Omit<OpenAmount, 'openMinor'> & { openMinor: string }>(statement);
    // As text, since pg gives no number that may be larger than one holds; the bills of one customer are not.
    return rows.map(({ openMinor, ...rest }) => ({ ...rest, openMinor: Number(openMinor) }));
  }
}
