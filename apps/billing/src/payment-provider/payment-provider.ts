import { Injectable } from '@nestjs/common';
import { DependencyError, HttpClient, InjectHttpClient } from '@wellspring/platform';
import { type Charge, chargeSchema } from './charge.schema.ts';
import { type Instrument, instrumentsSchema } from './instrument.schema.ts';

export const PAYMENT_PROVIDER = 'payment-provider';

export interface ChargeOrder {
  /** The provider charges once per key, however often it is asked. */
  key: string;
  reference: string;
  amountMinor: number;
  currency: string;
  instrumentToken: string;
}

/** `refused`: the provider will not take the order as it is, and has charged nothing. */
export type ChargeOutcome = { outcome: 'answered'; charge: Charge } | { outcome: 'refused' };

/** Who moves the money. Throws DependencyError when it does not answer properly: then nobody knows yet whether it did. */
@Injectable()
export class PaymentProvider {
  constructor(@InjectHttpClient(PAYMENT_PROVIDER) private readonly client: HttpClient) {}

  async charge(order: ChargeOrder): Promise<ChargeOutcome> {
    const { key, reference, amountMinor, currency, instrumentToken } = order;
    try {
      const { body } = await this.client.request({
        operation: 'charge',
        method: 'POST',
        path: '/charges',
        headers: { 'idempotency-key': key },
        body: { reference, amountMinor, currency, instrument: { token: instrumentToken } },
        schema: chargeSchema.refine(
          (charge) =>
            charge.reference === reference && charge.amountMinor === amountMinor && charge.currency === currency,
          { message: 'the charge is of another order' },
        ),
        idempotent: true,
      });
      return { outcome: 'answered', charge: body };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // The words of a refusal are no proof. That no charge exists under the key is.
      const charge = await this.find(key);
      return charge ? { outcome: 'answered', charge } : { outcome: 'refused' };
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

  /** The charge made under a key, if there is one. */
  async find(key: string): Promise<Charge | undefined> {
    try {
      const { body } = await this.client.request({
        operation: 'get-charge',
        method: 'GET',
        path: `/charges/${encodeURIComponent(key)}`,
        schema: chargeSchema,
      });
      return body;
    } catch (error) {
      if (error instanceof DependencyError && error.status === 404) return undefined;
      throw error;
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof DependencyError && (error.status === 400 || error.status === 422);
}
