import { Injectable } from '@nestjs/common';
import { DependencyError, HttpClient, InjectHttpClient, notCalled } from '@wellspring/platform';
import type { ZodType } from 'zod';
import { type Charge, chargeSchema } from './charge.schema.ts';
import { type Instrument, instrumentsSchema } from './instrument.schema.ts';

export const paymentProvider = 'payment-provider';

export interface ChargeOrder {
  /** The provider charges once per key, for as long as it remembers the key. */
  key: string;
  reference: string;
  amountMinor: number;
  currency: string;
  instrumentToken: string;
}

/** `refused`: the provider will not take the order as it is. `notSent`: it is certain that it never saw the order. */
export type ChargeOutcome =
  { outcome: 'answered'; charge: Charge } | { outcome: 'refused' } | { outcome: 'notSent'; error: DependencyError };

/** Who moves the money. Throws DependencyError when it does not answer properly: then nobody knows yet whether it did. */
@Injectable()
export class PaymentProvider {
  constructor(@InjectHttpClient(paymentProvider) private readonly client: HttpClient) {}

  /** Sends the order once: what comes of a charge must be known to be of this one, and not of a try before it. */
  async charge(order: ChargeOrder): Promise<ChargeOutcome> {
    const { key, reference, amountMinor, currency, instrumentToken } = order;
    try {
      const { body } = await this.client.request({
        operation: 'charge',
        method: 'POST',
        path: '/charges',
        headers: { 'idempotency-key': key },
        body: { reference, amountMinor, currency, instrument: { token: instrumentToken } },
        schema: chargeOf(order),
        idempotent: false,
      });
      return { outcome: 'answered', charge: body };
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      if (error.status === 400 || error.status === 422) return { outcome: 'refused' };
      if (wasNotSent(error)) return { outcome: 'notSent', error };
      throw error;
    }
  }

  /** The cards it keeps for a customer. */
  async instruments(customerId: string): Promise<Instrument[]> {
    const { body } = await this.client.request({
      operation: 'list-instruments',
      method: 'GET',
      path: `/customers/${encodeURIComponent(customerId)}/instruments`,
      schema: instrumentsSchema,
    });
    return body.items;
  }

  /** The charge made under the order's key, if the provider knows of one. */
  async find(order: ChargeOrder): Promise<Charge | undefined> {
    try {
      const { body } = await this.client.request({
        operation: 'get-charge',
        method: 'GET',
        path: `/charges/${encodeURIComponent(order.key)}`,
        schema: chargeOf(order),
      });
      return body;
    } catch (error) {
      if (error instanceof DependencyError && error.status === 404) return undefined;
      throw error;
    }
  }
}

function chargeOf({ reference, amountMinor, currency }: ChargeOrder): ZodType<Charge> {
  return chargeSchema.refine(
    (charge) => charge.reference === reference && charge.amountMinor === amountMinor && charge.currency === currency,
    { message: 'the charge is of another order' },
  );
}

/** There was no connection to send it on, or we did not even look for one. Any other failure may come after sending. */
function wasNotSent({ outcome, detail }: DependencyError): boolean {
  return (
    notCalled.has(outcome) || outcome === 'dns' || detail === 'ECONNREFUSED' || detail === 'UND_ERR_CONNECT_TIMEOUT'
  );
}
