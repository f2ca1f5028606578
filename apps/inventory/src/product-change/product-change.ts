export const changeActions = [
  'blockSim',
  'unblockSim',
  'switchToEsim',
  'replaceSim',
  'roamingOn',
  'roamingOff',
] as const;
export type ChangeAction = (typeof changeActions)[number];

/** Changes that give the line another SIM. A card is on its way for days, and its line can be blocked meanwhile. */
export const simActions = ['switchToEsim', 'replaceSim'] as const satisfies readonly ChangeAction[];

/** Where a new SIM card is posted to. */
export interface DeliveryAddress {
  name: string;
  street: string;
  postcode: string;
  city: string;
}

/**
 * `pending`: being carried out. `done`: provisioning says that it is carried out, or a person has seen it. `failed`: it will
 * not be, as provisioning or a person said. `needsAttention`: a person has to look.
 */
export const changeStates = ['pending', 'done', 'failed', 'needsAttention'] as const;
export type ChangeState = (typeof changeStates)[number];

/** TMF630 states of a task, and `needsAttention`: what customers are shown. */
export const taskStates = ['acknowledged', 'inProgress', 'done', 'terminatedWithError', 'needsAttention'] as const;
export type TaskState = (typeof taskStates)[number];

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
