import { Injectable } from '@nestjs/common';
import { DependencyError, HttpClient, InjectHttpClient } from '@wellspring/platform';
import {
  type FeedPage,
  feedPageSchema,
  type FetchedRecords,
  itemsSchema,
  type RecordSource,
  sortOut,
} from '@wellspring/read-model';
import { decimalOf } from '@wellspring/tmf';
import { z } from 'zod';
import type { Bill } from '../bill/bill.ts';
import { mapInvoice } from './invoice.mapping.ts';
import { type Settlement, settlementSchema } from './settlement.schema.ts';

export const billingEngine = 'billing-engine';

/** `refused`: the engine will not book this, now or later; the reason is its own code. */
export type SettlementOutcome = { outcome: 'booked'; settlement: Settlement } | { outcome: 'refused'; reason: string };

/**
 * The billing engine in this service's terms. Every method throws DependencyError when the engine does not answer
 * properly; nothing of its shapes leaves this folder.
 */
@Injectable()
export class BillingEngine implements RecordSource {
  constructor(@InjectHttpClient(billingEngine) private readonly client: HttpClient) {}

  /** The next invoices that changed after `cursor`, over all customers. */
  async changes(cursor: number, limit: number): Promise<FeedPage> {
    const { body } = await this.client.request({
      operation: 'list-changes',
      method: 'GET',
      path: '/invoices',
      query: { changedAfter: String(cursor), limit: String(limit) },
      schema: feedPageSchema(cursor),
    });
    return body;
  }

  async ofOwner(customerId: string): Promise<readonly unknown[]> {
    const { body } = await this.client.request({
      operation: 'list-invoices',
      method: 'GET',
      path: `/customers/${encodeURIComponent(customerId)}/invoices`,
      schema: itemsSchema,
    });
    return body.items;
  }

  /** One bill as it is now; `undefined` when the engine has no such bill. */
  async bill(billId: string): Promise<FetchedRecords<Bill> | undefined> {
    const answer = await unlessMissing(
      this.client.request({
        operation: 'get-invoice',
        method: 'GET',
        path: `/invoices/${encodeURIComponent(billId)}`,
        schema: z.unknown(),
      }),
    );
    return answer && sortOut([mapInvoice(answer.body)]);
  }

  /**
   * Books a payment. Safe to repeat: the engine answers the same reference with the same settlement. Sent once, so that
   * a refusal is of this try and not of one whose answer was lost.
   */
  async settle(order: {
    billId: string;
    reference: string;
    amountMinor: number;
    currency: string;
  }): Promise<SettlementOutcome> {
    const { billId, reference, amountMinor, currency } = order;
    try {
      const { body } = await this.client.request({
        operation: 'settle',
        method: 'POST',
        path: `/invoices/${encodeURIComponent(billId)}/settlements`,
        body: { externalRef: reference, amount: decimalOf(amountMinor, currency), currency, method: 'CARD' },
        schema: settlementSchema.refine((settlement) => settlement.externalRef === reference, {
          message: 'the settlement is of another payment',
        }),
        idempotent: false,
      });
      return { outcome: 'booked', settlement: body };
    } catch (error) {
      if (!(error instanceof DependencyError) || !refusals.has(error.status ?? 0)) throw error;
      return { outcome: 'refused', reason: reasonOf(error.body) };
    }
  }

  /** The settlement booked under a reference, if there is one. */
  async settlement(reference: string): Promise<Settlement | undefined> {
    const answer = await unlessMissing(
      this.client.request({
        operation: 'get-settlement',
        method: 'GET',
        path: `/settlements/${encodeURIComponent(reference)}`,
        schema: settlementSchema,
      }),
    );
    return answer?.body;
  }
}

/** Statuses by which the engine says no to this settlement for good; others may be cured by time or by an operator. */
const refusals = new Set([404, 409, 422]);

const refusalSchema = z.object({ error: z.string().max(64) });

function reasonOf(body: unknown): string {
  const refusal = refusalSchema.safeParse(body);
  return refusal.success ? refusal.data.error : 'REFUSED';
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DependencyError && error.status === 404) return undefined;
    throw error;
  }
}
