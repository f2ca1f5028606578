import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IdempotencyKeys, type IdempotentResult } from '@wellspring/persistence';
import { InjectReadModel } from '@wellspring/read-model';
import { hrefOf } from '@wellspring/tmf';
import type { EntityManager } from 'typeorm';
import { type ProductCopy, productCopy } from '../product-copy/product-copy.ts';
import { ProductStore } from '../product-copy/product-store.ts';
import { ProductHasNoSimError, ProductNotFoundError } from '../product/product.errors.ts';
import type { ChangeOrder } from './create-product-change.dto.ts';
import { ProductChangeCarrier } from './product-change-carrier.ts';
import { changeDocumentOf, type ProductChangeDocument } from './product-change.document.ts';
import { ChangeInProgressError, ProductTerminatedError } from './product-change.errors.ts';
import { ProductChangeLedger } from './product-change-ledger.ts';
import { productChangeResource } from './product-change.resource.ts';
import type { ProductChange } from './product-change.ts';

/** Takes orders of changes in. Carrying them out is the job's business. */
@Injectable()
export class ProductChangeService {
  constructor(
    private readonly idempotency: IdempotencyKeys,
    @InjectReadModel(productCopy) private readonly copy: ProductCopy,
    private readonly products: ProductStore,
    private readonly ledger: ProductChangeLedger,
    private readonly carrier: ProductChangeCarrier,
  ) {}

  /**
   * Records the change, its event and the job that carries it out in one transaction.
   * @throws ProductNotFoundError, ProductHasNoSimError, ProductTerminatedError, ChangeInProgressError, and what
   * IdempotencyKeys throws
   */
  async create(customerId: string, key: string, order: ChangeOrder): Promise<IdempotentResult<ProductChangeDocument>> {
    await this.copy.refreshIfOld(customerId);
    const request = { method: 'POST', path: productChangeResource.path, body: order };
    return this.idempotency.run({ key, customerId, request }, async (manager) => {
      await this.assertPossible(manager, customerId, order);
      const change = newChange(customerId, order);
      if (!(await this.ledger.begin(manager, change))) throw new ChangeInProgressError();
      await this.carrier.enqueue(manager, change.id);
      const headers = { location: hrefOf(productChangeResource, change.id) };
      return { status: 202, headers, body: changeDocumentOf(change) };
    });
  }

  private async assertPossible(manager: EntityManager, customerId: string, { productId }: ChangeOrder): Promise<void> {
    const product = await this.products.find(productId, customerId, manager);
    if (!product) throw new ProductNotFoundError();
    if (product.state === 'terminated') throw new ProductTerminatedError();
    if (!product.sim) throw new ProductHasNoSimError();
  }
}

function newChange(customerId: string, { action, productId }: ChangeOrder): ProductChange {
  const now = new Date().toISOString();
  return {
    id: randomUUID(),
    customerId,
    productId,
    action,
    state: 'acknowledged',
    reason: null,
    createdAt: now,
    stateAt: now,
  };
}
