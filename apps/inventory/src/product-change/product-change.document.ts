import type { ProductChangeDocument, TaskState } from '@wellspring/contract-inventory';
import { hrefOf } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import type { ProductChange } from './product-change.ts';

/** The change as its owner is shown it. */
export function changeDocumentOf(change: ProductChange): ProductChangeDocument {
  const { id, productId } = change;
  return {
    id,
    href: hrefOf({ path: resourcePaths.productChange }, id),
    action: change.action,
    state: taskStateOf(change),
    ...(change.reason === null ? {} : { statusReason: change.reason }),
    creationDate: change.createdAt.toISOString(),
    statusDate: change.stateAt.toISOString(),
    product: {
      id: productId,
      href: hrefOf({ path: resourcePaths.product }, productId),
      '@referredType': 'Product',
    },
    '@type': 'ProductChange',
  };
}

/** Also the column `task_state`, which the database fills by the same rule so that changes can be asked for by it. */
function taskStateOf({ state, orderedAt }: ProductChange): TaskState {
  switch (state) {
    case 'pending':
      return orderedAt === null ? 'acknowledged' : 'inProgress';
    case 'failed':
      return 'terminatedWithError';
    case 'done':
    case 'needsAttention':
      return state;
    default:
      return state satisfies never;
  }
}
