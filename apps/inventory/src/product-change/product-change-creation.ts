import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Customer } from '@wellspring/auth';
import { InjectReadModel } from '@wellspring/read-model';
import { type CreateContext, type ResourceCreation, ResourceNotFoundError } from '@wellspring/tmf';
import { z } from 'zod';
import { ProductHasNoSimError, ProductTerminatedError } from '../product/product.errors.ts';
import { productResource } from '../product/product.resource.ts';
import { type ProductCopy, productCopy } from '../product-copy/product-copy.ts';
import { ProductStore } from '../product-copy/product-store.ts';
import { ProductChangeCarrier } from './product-change-carrier.ts';
import { changeDocumentOf } from './product-change.document.ts';
import { ChangeInProgressError } from './product-change.errors.ts';
import { ProductChangeLedger } from './product-change-ledger.ts';
import type { ProductChangeDocument } from './product-change.resource.ts';
import { changeActions, type ProductChange } from './product-change.ts';

/** What a customer asks to be changed. */
const changeOrder = z.object({
  action: z.enum(changeActions, `must be one of ${changeActions.join(', ')}`),
  // PostgreSQL has no NUL in text, and would answer with an error of its own.
  product: z.object({
    id: z
      .string()
      .min(1)
      .max(64)
      .refine((id) => !id.includes('\0'), 'must be the id of a product'),
  }),
});

type ChangeOrder = z.output<typeof changeOrder>;

/** Takes orders of changes in. Carrying them out is the job's business. */
@Injectable()
export class ProductChangeCreation implements ResourceCreation<ChangeOrder> {
  readonly input = changeOrder;
  readonly status = 202;

  constructor(
    @InjectReadModel(productCopy) private readonly copy: ProductCopy,
    private readonly products: ProductStore,
    private readonly ledger: ProductChangeLedger,
    private readonly carrier: ProductChangeCarrier,
  ) {}

  async prepare(_order: ChangeOrder, customer: Customer): Promise<void> {
    await this.copy.refreshIfOld(customer.id);
  }

  /**
   * Records the change and the job that carries it out.
   * @throws ResourceNotFoundError, ProductHasNoSimError, ProductTerminatedError, ChangeInProgressError
   */
  async create(
    { action, product: { id: productId } }: ChangeOrder,
    { manager, caller }: CreateContext,
  ): Promise<ProductChangeDocument> {
    const product = await this.products.find(productId, caller.id, manager);
    if (!product) throw new ResourceNotFoundError(productResource);
    if (product.state === 'terminated') throw new ProductTerminatedError();
    if (!product.sim) throw new ProductHasNoSimError();
    const now = new Date().toISOString();
    const fields = { id: randomUUID(), customerId: caller.id, productId, action };
    const change: ProductChange = { ...fields, state: 'acknowledged', reason: null, createdAt: now, stateAt: now };
    if (!(await this.ledger.begin(manager, change))) throw new ChangeInProgressError();
    await this.carrier.enqueue(manager, change.id);
    return changeDocumentOf(change);
  }
}
