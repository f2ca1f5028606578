import {
  dateTime,
  defineResource,
  entityRef,
  identified,
  instant,
  money,
  oneOf,
  ownedBy,
  relatedParty,
  text,
} from '@wellspring/tmf';
import { z } from 'zod';
import { resourcePaths } from '../resource-paths.ts';
import { productKinds, productStates } from './product.ts';

const characteristic = z.object({
  name: z.string(),
  value: z.string(),
  valueType: z.enum(['string', 'number']),
});

/** TMF637 v4 `Product`, the attributes this service fills; `kind` is its own. */
const document = z.object({
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

export type Characteristic = z.infer<typeof characteristic>;
export type ProductDocument = z.infer<typeof document>;

/** TMF637 `product`. */
export const productResource = defineResource({
  name: 'product',
  type: 'Product',
  path: resourcePaths.product,
  document,
  table: 'product',
  key: text('id'),
  access: ownedBy('customer_id'),
  filters: {
    status: oneOf('state', productStates),
    kind: oneOf('kind', productKinds),
    name: text('name'),
    startDate: instant('started_at'),
    'productOffering.name': text('offering'),
  },
  sorts: {
    id: text('id'),
    name: text('name'),
    startDate: instant('started_at'),
    status: oneOf('state', productStates),
  },
  defaultSort: 'id',
});
