import { dateTime, entityRef, identified, money, relatedParty } from '@wellspring/contract';
import { z } from 'zod';

export const productKinds = ['line', 'internet', 'television', 'extra', 'device'] as const;
export type ProductKind = (typeof productKinds)[number];

/** TMF637 states this service gives a product. `suspended`: its SIM is blocked. */
export const productStates = ['active', 'suspended', 'terminated'] as const;
export type ProductState = (typeof productStates)[number];

const characteristic = z.object({
  name: z.string(),
  value: z.string(),
  valueType: z.enum(['string', 'number']),
});
export type Characteristic = z.infer<typeof characteristic>;

/** TMF637 v4 `Product`, the attributes this service fills; `kind` is its own. */
export const productDocument = z.object({
  ...identified('Product'),
  /** The customer's own name for it, else its offering's. */
  name: z.string(),
  description: z.string(),
  kind: z.enum(productKinds),
  status: z.enum(productStates),
  startDate: dateTime,
  terminationDate: dateTime.optional(),
  isCustomerVisible: z.literal(true),
  productSerialNumber: z.string().optional(),
  productCharacteristic: z.array(characteristic),
  productOffering: entityRef,
  productPrice: z.array(
    z.object({
      priceType: z.literal('recurring'),
      recurringChargePeriod: z.literal('month'),
      price: z.object({ taxIncludedAmount: money }),
    }),
  ),
  productRelationship: z.array(z.object({ relationshipType: z.literal('reliesOn'), product: entityRef })),
  productTerm: z.array(
    z.object({
      name: z.string(),
      noticePeriod: z.object({ amount: z.number(), units: z.literal('day') }),
      validFor: z.object({ endDateTime: dateTime.optional() }),
    }),
  ),
  relatedParty: z.array(relatedParty),
});
export type ProductDocument = z.infer<typeof productDocument>;

/** The secrets of a SIM, answered below its product: `…/{id}/puk`, `…/{id}/activationCode`. */
export interface PukDocument {
  puk: string;
}

export interface ActivationCodeDocument {
  activationCode: string;
}
