import { Injectable } from '@nestjs/common';
import { RequestContext } from '@wellspring/platform';
import { DataSource } from 'typeorm';
import { BillStore } from './bill-store.ts';
import { BillingEngine } from '../billing-engine/billing-engine.ts';

const rememberCustomer = `
  insert into customer_copy (customer_id, as_of) values ($1, $2)
  on conflict (customer_id) do update set as_of = greatest(customer_copy.as_of, excluded.as_of)`;

/** Fetches the bills of one customer from the billing engine into the copy. */
@Injectable()
export class CustomerRefresh {
  private readonly running = new Map<string, Promise<Date>>();

  constructor(
    private readonly engine: BillingEngine,
    private readonly bills: BillStore,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Refreshes and gives the time the copy then stands for. Readers of the same customer share one refresh. It outlives
   * the request that asked for it, so that an answer that comes late is not thrown away.
   */
  refresh(customerId: string): Promise<Date> {
    const running = this.running.get(customerId);
    if (running) return running;
    const trace = { traceparent: RequestContext.traceparent() };
    const refresh = RequestContext.run(trace, () => this.fetch(customerId)).finally(() =>
      this.running.delete(customerId),
    );
    this.running.set(customerId, refresh);
    return refresh;
  }

  private async fetch(customerId: string): Promise<Date> {
    const fetched = await this.engine.billsOf(customerId);
    await this.dataSource.transaction(async (manager) => {
      await this.bills.save(manager, fetched);
      await manager.query(rememberCustomer, [customerId, fetched.asOf]);
    });
    return fetched.asOf;
  }
}
