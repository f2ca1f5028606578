export const changeActions = ['blockSim', 'unblockSim', 'switchToEsim', 'roamingOn', 'roamingOff'] as const;
export type ChangeAction = (typeof changeActions)[number];

/**
 * TMF630 states of a task, and `needsAttention`. `acknowledged`: taken from the customer; `inProgress`: provisioning has
 * the order; `done`: provisioning says that it is carried out; `terminatedWithError`: it said that it will not be.
 */
export const changeStates = ['acknowledged', 'inProgress', 'done', 'terminatedWithError', 'needsAttention'] as const;
export type ChangeState = (typeof changeStates)[number];

/** A change of a product that its owner ordered. */
export interface ProductChange {
  id: string;
  customerId: string;
  productId: string;
  action: ChangeAction;
  state: ChangeState;
  /** Why it ended so, when it did not end well: provisioning's own code, or `takesTooLong`. */
  reason: string | null;
  createdAt: string;
  stateAt: string;
}
