import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@wellspring/auth';
import { changeActions, type ProductChangeDocument } from '@wellspring/contract-inventory';
import { type Commands, InjectCommands } from '@wellspring/persistence';
import { InjectReadModel } from '@wellspring/read-model';
import { type CreateContext, type ResourceCreation, ResourceNotFoundError } from '@wellspring/tmf';
import { z } from 'zod';
import { ProductHasNoSimError, ProductTerminatedError } from '../product/product.errors.ts';
import { productResource } from '../product/product.resource.ts';
import { type ProductCopy, productCopy } from '../product-copy/product-copy.ts';
import { ProductStore } from '../product-copy/product-store.ts';
import { changeDocumentOf } from './product-change.document.ts';
import { ProductChangeEntity } from './product-change.entity.ts';
import { ChangeInProgressError } from './product-change.errors.ts';
import { type ProductChange, productChangeCommand } from './product-change.ts';
import { isUnderWay } from './under-way.ts';

const addressLine = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((line) => !/\p{Cc}/u.test(line), 'must have no control characters');
const deliveryAddress = z.strictObject({
  name: addressLine,
  street: addressLine,
  postcode: addressLine.pipe(z.string().max(12)),
  city: addressLine,
});

/** What a customer asks to be changed. */
const changeOrder = z
  .object({
    action: z.enum(changeActions, `must be one of ${changeActions.join(', ')}`),
    // PostgreSQL has no NUL in text, and would answer with an error of its own.
    product: z.object({
      id: z
        .string()
        .min(1)
        .max(64)
        .refine((id) => !id.includes('\0'), 'must be the id of a product'),
    }),
    deliveryAddress: deliveryAddress.optional(),
  })
  .refine(({ action, deliveryAddress: address }) => (action === 'replaceSim') === (address !== undefined), {
    path: ['deliveryAddress'],
    message: 'must be there for replaceSim, and for nothing else',
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
    @InjectCommands(productChangeCommand.name) private readonly commands: Commands<ProductChangeEntity>,
  ) {}

  async prepare(_order: ChangeOrder, customer: Caller): Promise<void> {
    await this.copy.refreshIfOld(customer.id);
  }

  /**
   * Records the change and the job that carries it out.
   * @throws ResourceNotFoundError, ProductHasNoSimError, ProductTerminatedError, ChangeInProgressError
   */
  async create(
    { action, product: { id: productId }, deliveryAddress }: ChangeOrder,
    { manager, caller }: CreateContext,
  ): Promise<ProductChangeDocument> {
    const product = await this.products.lock(manager, productId);
    if (product?.customerId !== caller.id) throw new ResourceNotFoundError(productResource);
    if (product.state === 'terminated') throw new ProductTerminatedError();
    if (!product.sim) throw new ProductHasNoSimError();
    if (await isUnderWay(manager, { productId, action })) throw new ChangeInProgressError();
    const now = new Date();
    const change: ProductChange = {
      id: randomUUID(),
      customerId: caller.id,
      productId,
      action,
      state: 'pending',
      stateAt: now,
      reason: null,
      createdAt: now,
      deliverTo: deliveryAddress ?? null,
      orderedAt: null,
    };
    const document = changeDocumentOf(change);
    await manager.insert(ProductChangeEntity, { ...change, document });
    await this.commands.begin(manager, change.id);
    return document;
  }
}
