import { dateTime, defineResource, entityRef, identified, instant, oneOf, ownedBy, text, uuid } from '@wellspring/tmf';
import { z } from 'zod';
import { resourcePaths } from '../resource-paths.ts';
import { changeActions, taskStates } from './product-change.ts';

/** A task resource as TMF630 describes them (part 1, section 6); TMF637 itself has none. */
const document = z.object({
  ...identified('ProductChange'),
  action: z.enum(changeActions),
  state: z.enum(taskStates),
  statusReason: z.string().optional(),
  creationDate: dateTime,
  statusDate: dateTime,
  product: entityRef,
});

export type ProductChangeDocument = z.infer<typeof document>;

/** Changes a customer ordered. */
export const productChangeResource = defineResource({
  name: 'product change',
  type: 'ProductChange',
  path: resourcePaths.productChange,
  document,
  table: 'product_change',
  key: uuid('id'),
  access: ownedBy('customer_id'),
  filters: {
    state: oneOf('task_state', taskStates),
    action: oneOf('action', changeActions),
    'product.id': text('product_id'),
    creationDate: instant('created_at'),
  },
  sorts: { creationDate: instant('created_at'), statusDate: instant('state_at') },
  defaultSort: '-creationDate',
});
