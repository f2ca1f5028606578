import type { ChangeAction, DeliveryAddress, ProductChangeDocument } from '@wellspring/contract-inventory';
import { type Resource, shown } from '@wellspring/web';
import * as z from 'zod/mini';

export const changesPath = '/tmf-api/productInventory/v4/productChange';

export const addressLines = ['name', 'street', 'postcode', 'city'] as const satisfies (keyof DeliveryAddress)[];

export interface ChangeOrder {
  action: ChangeAction;
  /** Of a new card. */
  deliveryAddress?: DeliveryAddress;
}

export const change = shown<ProductChangeDocument>()({
  id: z.string(),
  action: z.string(),
  state: z.string(),
  product: z.object({ id: z.string() }),
});
export type ProductChange = z.output<typeof change>;

/** The newest changes the customer ordered, from this browser or another one. */
export const recentChanges = {
  key: ['products', 'changes'],
  service: 'inventory',
  path: `${changesPath}?limit=50`,
  schema: z.array(change),
} satisfies Resource;

/** Ordered, and provisioning has not said yet that it is done: until it has, nothing is shown as changed. */
export function isUnderWay({ state }: ProductChange): boolean {
  return state === 'acknowledged' || state === 'inProgress';
}

/** Whether it gives the line another SIM: a card is on its way for days, and its line can be blocked meanwhile. */
export function isOfTheSim(action: string): boolean {
  return action === 'switchToEsim' || action === 'replaceSim';
}
