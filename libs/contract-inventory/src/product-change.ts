import { type CommandDocument, dateTime, entityRef, identified } from '@wellspring/contract';
import { z } from 'zod';

export const changeActions = [
  'blockSim',
  'unblockSim',
  'switchToEsim',
  'replaceSim',
  'roamingOn',
  'roamingOff',
] as const;
export type ChangeAction = (typeof changeActions)[number];

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

/** A task resource as TMF630 describes them (part 1, section 6); TMF637 itself has none. */
export const productChangeDocument = z.object({
  ...identified('ProductChange'),
  action: z.enum(changeActions),
  state: z.enum(taskStates),
  statusReason: z.string().optional(),
  creationDate: dateTime,
  statusDate: dateTime,
  product: entityRef,
});
export type ProductChangeDocument = z.infer<typeof productChangeDocument>;

/** A change as operators see it: all there is but the address. */
export interface ProductChangeCommandDocument extends CommandDocument {
  customerId: string;
  productId: string;
  action: ChangeAction;
  state: ChangeState;
  /** Since when provisioning is known to have the order. */
  orderedAt: string | null;
}
