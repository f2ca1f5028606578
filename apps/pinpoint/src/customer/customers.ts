import { Inject, Injectable } from '@nestjs/common';
import type { CustomerDocument } from '@wellspring/contract-pinpoint';
import { Logger, messageOf } from '@wellspring/platform';
import { Incidents } from '../incident/incidents.ts';
import { type LogSource, logSourceToken } from '../reference/log-source.ts';
import { LookStore } from './look.store.ts';
import { incidentsThatTouched } from './touched.ts';

const requestsShown = 20;
const requestsLookedAt = 200;
const incidentsLookedAt = 100;
const looksShown = 10;

/** What is known of one customer. Who asks is recorded. */
@Injectable()
export class Customers {
  constructor(
    @Inject(logSourceToken) private readonly logs: LogSource,
    private readonly incidents: Incidents,
    private readonly looks: LookStore,
    private readonly logger: Logger,
  ) {}

  async look(customer: string, operator: string): Promise<CustomerDocument> {
    const looks = await this.record(customer, operator);
    const requests = await this.logs.byCustomer(customer, requestsLookedAt);
    const incidents = await this.incidents.latest(incidentsLookedAt);
    return {
      customer,
      requests: requests.slice(0, requestsShown),
      incidents: incidentsThatTouched(requests, incidents, Date.now()),
      looks,
    };
  }

  /** With the database away customers are helped all the same: then the log alone says who looked. */
  private async record(customer: string, operator: string): Promise<CustomerDocument['looks']> {
    try {
      if (await this.looks.add(customer, operator)) this.tell(customer, operator);
      const looks = await this.looks.latest(customer, looksShown);
      return looks.map((look) => ({ ...look, at: look.at.toISOString() }));
    } catch (error) {
      this.logger.warn('who looked at a customer could not be written', { 'error.message': messageOf(error) });
      this.tell(customer, operator);
      return null;
    }
  }

  private tell(customer: string, operator: string): void {
    this.logger.info('An operator looked at a customer', {
      'event.action': 'customer-looked-at',
      'user.id': operator,
      customer,
    });
  }
}
