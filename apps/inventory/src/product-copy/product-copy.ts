import type { ReadModel } from '@wellspring/read-model';
import type { Product } from '../product/product.ts';

/** Name of the copy, to be injected by. */
export const productCopy = 'product';

export type ProductCopy = ReadModel<Product>;
