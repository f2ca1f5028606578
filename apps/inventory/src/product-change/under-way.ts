import { type EntityManager, In } from 'typeorm';
import { changeActions } from '@wellspring/contract-inventory';
import { ProductChangeEntity } from './product-change.entity.ts';
import { type ProductChange, simActions } from './product-change.ts';

const ofTheSim = new Set<string>(simActions);

/** Whether a change that would get in the way of this one is being carried out; its product is locked. */
export function isUnderWay(
  manager: EntityManager,
  { productId, action }: Pick<ProductChange, 'productId' | 'action'>,
): Promise<boolean> {
  const inTheWay = changeActions.filter((other) => ofTheSim.has(other) === ofTheSim.has(action));
  return manager.existsBy(ProductChangeEntity, { productId, state: 'pending', action: In(inTheWay) });
}
