import type { EntityManager } from 'typeorm';
import { ProductChangeEntity } from './product-change.entity.ts';
import type { ProductChange } from './product-change.ts';

/** Whether a change of the product, which is locked, is being carried out. */
export function isUnderWay(manager: EntityManager, { productId }: Pick<ProductChange, 'productId'>): Promise<boolean> {
  return manager.existsBy(ProductChangeEntity, { productId, state: 'pending' });
}
