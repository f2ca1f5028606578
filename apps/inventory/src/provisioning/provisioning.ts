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
import { z } from 'zod';
import type { Product } from '../product/product.ts';
import { type Order, orderSchema } from './order.schema.ts';
import { mapService } from './service.mapping.ts';

export const provisioning = 'provisioning';

export type ProvisioningAction =
  'BLOCK_SIM' | 'UNBLOCK_SIM' | 'SWITCH_TO_ESIM' | 'REPLACE_SIM' | 'ROAMING_ON' | 'ROAMING_OFF';

export interface NewOrder {
  productId: string;
  reference: string;
  action: ProvisioningAction;
  /** Where a new card is posted to. */
  deliverTo: { name: string; street: string; postcode: string; city: string } | null;
}

/** `refused`: provisioning will not do this, now or later; the reason is its own code. */
export type OrderOutcome = { outcome: 'taken'; order: Order } | { outcome: 'refused'; reason: string };

/**
 * Provisioning in this service's terms. Every method throws DependencyError when it does not answer properly; nothing of
 * its shapes leaves this folder.
 */
@Injectable()
export class Provisioning implements RecordSource {
  constructor(@InjectHttpClient(provisioning) private readonly client: HttpClient) {}

  /** The next services that changed after `cursor`, over all customers. */
  async changes(cursor: number, limit: number): Promise<FeedPage> {
    const { body } = await this.client.request({
      operation: 'list-changes',
      method: 'GET',
      path: '/services',
      query: { changedAfter: String(cursor), limit: String(limit) },
      schema: feedPageSchema(cursor),
    });
    return body;
  }

  async ofOwner(customerId: string): Promise<readonly unknown[]> {
    const { body } = await this.client.request({
      operation: 'list-services',
      method: 'GET',
      path: `/customers/${encodeURIComponent(customerId)}/services`,
      schema: itemsSchema,
    });
    return body.items;
  }

  /** One product as it is now. */
  async product(productId: string): Promise<FetchedRecords<Product>> {
    const { body } = await this.client.request({
      operation: 'get-service',
      method: 'GET',
      path: `/services/${encodeURIComponent(productId)}`,
      schema: z.unknown(),
    });
    return sortOut([mapService(body)]);
  }

  /** Opens a SIM whose PIN was forgotten. A secret: not to be kept, nor logged. */
  async puk(simNumber: string): Promise<string> {
    const { body } = await this.client.request({
      operation: 'get-puk',
      method: 'GET',
      path: `/sims/${encodeURIComponent(simNumber)}/puk`,
      schema: z.object({ iccid: z.literal(simNumber), puk: z.string().regex(/^\d{8}$/, 'must be eight digits') }),
    });
    return body.puk;
  }

  /** What the QR code of an eSIM says (GSMA SGP.22, section 4.1). A secret like the PUK. */
  async activationCode(simNumber: string): Promise<string> {
    const { body } = await this.client.request({
      operation: 'get-activation',
      method: 'GET',
      path: `/sims/${encodeURIComponent(simNumber)}/activation`,
      schema: z.object({
        iccid: z.literal(simNumber),
        activationCode: z.string().regex(/^LPA:1\$[\w.-]+\$[\w-]+/, 'must be an activation code'),
      }),
    });
    return body.activationCode;
  }

  /** Orders a change. Safe to repeat: the same reference is the same order. */
  async order({ productId, reference, action, deliverTo }: NewOrder): Promise<OrderOutcome> {
    try {
      const { body } = await this.client.request({
        operation: 'order',
        method: 'POST',
        path: '/orders',
        body: { externalRef: reference, serviceNo: productId, action, ...(deliverTo && { deliverTo }) },
        schema: orderSchema.extend({ externalRef: z.literal(reference) }),
        idempotent: true,
      });
      return { outcome: 'taken', order: body };
    } catch (error) {
      if (!(error instanceof DependencyError) || !refusals.has(error.status ?? 0)) throw error;
      return { outcome: 'refused', reason: reasonOf(error.body) };
    }
  }

  /** Takes an order back, and says what became of it: it may be too late. Nothing when provisioning has no such order. */
  async cancel(reference: string): Promise<Order | undefined> {
    try {
      const { body } = await this.client.request({
        operation: 'cancel-order',
        method: 'POST',
        path: `/orders/${encodeURIComponent(reference)}/cancellation`,
        schema: orderSchema.extend({ externalRef: z.literal(reference) }),
        idempotent: true,
      });
      return body;
    } catch (error) {
      if (error instanceof DependencyError && error.status === 404) return undefined;
      throw error;
    }
  }
}

/** Statuses by which provisioning says no for good; others may be cured by time or by an operator. */
const refusals = new Set([404, 409, 422]);

const refusalSchema = z.object({ error: z.string().max(64) });

function reasonOf(body: unknown): string {
  const refusal = refusalSchema.safeParse(body);
  return refusal.success ? refusal.data.error : 'REFUSED';
}
