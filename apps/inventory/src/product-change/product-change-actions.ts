import { Injectable } from '@nestjs/common';
import { type CommandAction, oneLine } from '@wellspring/persistence';
import { InjectReadModel } from '@wellspring/read-model';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { type ProductCopy, productCopy } from '../product-copy/product-copy.ts';
import { Provisioning } from '../provisioning/provisioning.ts';
import { ProductChangeEntity } from './product-change.entity.ts';
import { ChangeCarriedOutError, ChangeInProgressError } from './product-change.errors.ts';
import { isUnderWay } from './under-way.ts';

const reference = oneLine.pipe(z.string().min(1).max(200)).optional();

const markDone = z.strictObject({ orderReference: reference });
const giveUp = z.strictObject({ cancellationReference: reference });

/** What people decide about changes that need one. */
@Injectable()
export class ProductChangeActions {
  /** Ask provisioning again. */
  private readonly retry: CommandAction<ProductChangeEntity> = {
    details: z.strictObject({}),
    decide: async (change, _details, manager) => {
      await assertFree(manager, change);
      return { state: 'pending' };
    },
  };

  /** It is carried out, perhaps by hand and under another reference; the product is shown as provisioning has it. */
  private readonly markDone: CommandAction<ProductChangeEntity, z.output<typeof markDone>> = {
    details: markDone,
    prepare: async (id) => {
      const change = await this.dataSource.manager.findOneBy(ProductChangeEntity, { id });
      if (change) await this.copy.refresh(change.customerId);
    },
    decide: () => ({ state: 'done' }),
  };

  /** It will not be carried out: provisioning is told, unless somebody has seen to that under this reference. */
  private readonly giveUp: CommandAction<ProductChangeEntity, z.output<typeof giveUp>> = {
    details: giveUp,
    prepare: async (id, { cancellationReference }) => {
      if (cancellationReference !== undefined) return;
      const order = await this.provisioning.cancel(id);
      if (order?.state === 'DONE') throw new ChangeCarriedOutError();
    },
    decide: () => ({ state: 'failed', reason: 'givenUp' }),
  };

  readonly byName: Readonly<Record<string, CommandAction<ProductChangeEntity>>> = {
    retry: this.retry,
    'mark-done': this.markDone,
    'give-up': this.giveUp,
  };

  constructor(
    private readonly provisioning: Provisioning,
    @InjectReadModel(productCopy) private readonly copy: ProductCopy,
    private readonly dataSource: DataSource,
  ) {}
}

/** Its owner may have ordered another meanwhile. */
async function assertFree(manager: EntityManager, change: ProductChangeEntity): Promise<void> {
  if (await isUnderWay(manager, change)) throw new ChangeInProgressError();
}
