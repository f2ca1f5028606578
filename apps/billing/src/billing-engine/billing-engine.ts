import { Injectable } from '@nestjs/common';
import { DependencyError, HttpClient, InjectHttpClient } from '@wellspring/platform';
import { decimalOf } from '@wellspring/tmf';
import { z } from 'zod';
import type { Bill } from '../bill/bill.ts';
import { mapInvoice, type MappedInvoice, type RejectedInvoice } from './invoice.mapping.ts';
import { changesSchema, invoicesSchema, type Settlement, settlementSchema } from './invoice.schema.ts';

export const billingEngine = 'billing-engine';

/** Bills as the engine has them now, those that can be believed apart from those that cannot. */
export interface FetchedBills {
  bills: Bill[];
  rejected: RejectedInvoice[];
  /** When the engine was asked: what it says was true no earlier than this. */
  asOf: Date;
}

export interface Changes extends FetchedBills {
  /** Where to go on from. */
  next: number;
  /** How far the feed goes by now, when the engine tells. */
  latest: number | undefined;
}

/** `refused`: the engine will not book this, now or later; the reason is its own code. */
export type SettlementOutcome = { outcome: 'booked'; settlement: Settlement } | { outcome: 'refused'; reason: string };

/**
 * The billing engine in this service's terms. Every method throws DependencyError when the engine does not answer
 * properly; nothing of its shapes leaves this folder.
 */
@Injectable()
export class BillingEngine {
  constructor(@InjectHttpClient(billingEngine) private readonly client: HttpClient) {}

  /** The next bills that changed after `cursor`, over all customers. */
  async changes(cursor: number, limit: number): Promise<Changes> {
    const asOf = new Date();
    const { body } = await this.client.request({
      operation: 'list-changes',
      method: 'GET',
      path: '/invoices',
      query: { changedAfter: String(cursor), limit: String(limit) },
      schema: changesSchema.refine(({ items, next }) => (items.length === 0 ? next >= cursor : next > cursor), {
        message: 'the feed does not advance',
      }),
    });
    return { ...sorted(body.items.map(mapInvoice)), asOf, next: body.next, latest: body.latest };
  }

  async billsOf(customerId: string): Promise<FetchedBills> {
    const asOf = new Date();
    const { body } = await this.client.request({
      operation: 'list-invoices',
      method: 'GET',
      path: `/customers/${encodeURIComponent(customerId)}/invoices`,
      schema: invoicesSchema,
    });
    return { ...sorted(body.items.map((item) => ownedBy(customerId, mapInvoice(item), item))), asOf };
  }

  /** One bill as it is now; `undefined` when the engine has no such bill. */
  async bill(billId: string): Promise<FetchedBills | undefined> {
    const asOf = new Date();
    const answer = await unlessMissing(
      this.client.request({
        operation: 'get-invoice',
        method: 'GET',
        path: `/invoices/${encodeURIComponent(billId)}`,
        schema: z.unknown(),
      }),
    );
    return answer && { ...sorted([mapInvoice(answer.body)]), asOf };
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

/** A customer must never be shown what the engine sent by mistake: a bill of somebody else is not believed. */
function ownedBy(customerId: string, mapped: MappedInvoice, payload: unknown): MappedInvoice {
  if (!('bill' in mapped) || mapped.bill.customerId === customerId) return mapped;
  return {
    rejected: {
      invoiceNo: undefined,
      changeSeq: undefined,
      reason: 'it belongs to another customer than asked for',
      payload,
    },
  };
}

function sorted(mapped: readonly MappedInvoice[]): { bills: Bill[]; rejected: RejectedInvoice[] } {
  return {
    bills: mapped.flatMap((one) => ('bill' in one ? [one.bill] : [])),
    rejected: mapped.flatMap((one) => ('rejected' in one ? [one.rejected] : [])),
  };
}
