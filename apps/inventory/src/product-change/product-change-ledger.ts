import { Injectable } from '@nestjs/common';
import { Outbox } from '@wellspring/persistence';
import { Logger } from '@wellspring/platform';
import { type FetchedRecords, InjectReadModel } from '@wellspring/read-model';
import { resourceEvent } from '@wellspring/tmf';
import { DataSource, type EntityManager } from 'typeorm';
import { type ProductCopy, productCopy } from '../product-copy/product-copy.ts';
import type { Product } from '../product/product.ts';
import { changeDocumentOf } from './product-change.document.ts';
import { productChangeResource } from './product-change.resource.ts';
import type { ChangeState, ProductChange } from './product-change.ts';

export interface ChangeEnd {
  state: Exclude<ChangeState, 'acknowledged' | 'inProgress'>;
  reason?: string;
}

const columns = `id, customer_id as "customerId", product_id as "productId", action, state, reason,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(state_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "stateAt"`;

/** Records how far a change has got. Every step can be recorded again, or too late, without harm. */
@Injectable()
export class ProductChangeLedger {
  constructor(
    private readonly dataSource: DataSource,
    @InjectReadModel(productCopy) private readonly copy: ProductCopy,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  /** The change, unless it has ended. */
  async unfinished(id: string): Promise<ProductChange | undefined> {
    return this.lockUnfinished(this.dataSource.manager, id, '');
  }

  /** Records a change, in a transaction of the caller's. False when the product has one that is not over. */
  async begin(manager: EntityManager, change: ProductChange): Promise<boolean> {
    const begun = await manager.query<unknown[]>(
      `insert into product_change (id, customer_id, product_id, action, state, state_at, created_at, document)
       values ($1, $2, $3, $4, $5, $6, $6, $7)
       on conflict (product_id) where state in ('acknowledged', 'inProgress') do nothing returning id`,
      [
        change.id,
        change.customerId,
        change.productId,
        change.action,
        change.state,
        change.createdAt,
        JSON.stringify(changeDocumentOf(change)),
      ],
    );
    return begun.length > 0;
  }

  /** Provisioning has taken the order. */
  async ordered(id: string): Promise<void> {
    await this.move(id, { state: 'inProgress' }, ['acknowledged']);
  }

  /** The change has ended; together with the product as provisioning has it since, where that is known. */
  async end(id: string, end: ChangeEnd, product?: FetchedRecords<Product>): Promise<void> {
    if (!(await this.move(id, end, ['acknowledged', 'inProgress'], product))) return;
    const fields = { 'event.action': 'product-change-ended', productChangeId: id, ...end };
    if (end.state === 'needsAttention') this.logger.error('product change needs a person', undefined, fields);
    else this.logger.info('product change ended', fields);
  }

  private async move(
    id: string,
    { state, reason = null }: { state: ChangeState; reason?: string | null },
    from: readonly ChangeState[],
    product?: FetchedRecords<Product>,
  ): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const before = await this.lockUnfinished(manager, id, 'for update');
      if (!before || !from.includes(before.state)) return false;
      if (product) await this.copy.save(manager, product);
      const change: ProductChange = { ...before, state, reason, stateAt: new Date().toISOString() };
      const document = changeDocumentOf(change);
      await manager.query(
        'update product_change set state = $2, reason = $3, state_at = $4, document = $5 where id = $1',
        [id, state, reason, change.stateAt, JSON.stringify(document)],
      );
      await this.outbox.append(manager, resourceEvent(productChangeResource, 'StateChange', document));
      return true;
    });
  }

  private async lockUnfinished(
    manager: EntityManager,
    id: string,
    lock: '' | 'for update',
  ): Promise<ProductChange | undefined> {
    const [row] = await manager.query<ProductChange[]>(
      `select ${columns} from product_change where id = $1 and state in ('acknowledged', 'inProgress') ${lock}`,
      [id],
    );
    return row;
  }
}
