import type { ChangeAction, ChangeState, DeliveryAddress } from '@wellspring/contract-inventory';

/** Changes that give the line another SIM. A card is on its way for days, and its line can be blocked meanwhile. */
export const simActions = ['switchToEsim', 'replaceSim'] as const satisfies readonly ChangeAction[];

/** A change as a durable command. */
export const productChangeCommand = { name: 'product-change', plural: 'product-changes' } as const;

/** A change of a product that its owner ordered. */
export interface ProductChange {
  /** Also the order's reference at provisioning. */
  id: string;
  customerId: string;
  productId: string;
  action: ChangeAction;
  state: ChangeState;
  stateAt: Date;
  /** Why it ended so, when it did not end well: provisioning's own code, `takesTooLong` or `givenUp`. */
  reason: string | null;
  createdAt: Date;
  /** Of a SIM card that is ordered; gone when it is not needed any more. */
  deliverTo: DeliveryAddress | null;
  /** Since when provisioning is known to have the order. */
  orderedAt: Date | null;
}
