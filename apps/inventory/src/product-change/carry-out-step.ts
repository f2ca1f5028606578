import { Injectable } from '@nestjs/common';
import type { ChangeAction } from '@wellspring/contract-inventory';
import type { CommandEnds, CommandStep } from '@wellspring/persistence';
import { InjectReadModel } from '@wellspring/read-model';
import { type ProductCopy, productCopy } from '../product-copy/product-copy.ts';
import { Provisioning, type ProvisioningAction } from '../provisioning/provisioning.ts';
import type { ProductChangeEntity } from './product-change.entity.ts';

const orderedActions: Readonly<Record<ChangeAction, ProvisioningAction>> = {
  blockSim: 'BLOCK_SIM',
  unblockSim: 'UNBLOCK_SIM',
  switchToEsim: 'SWITCH_TO_ESIM',
  replaceSim: 'REPLACE_SIM',
  roamingOn: 'ROAMING_ON',
  roamingOff: 'ROAMING_OFF',
};

/**
 * Orders the change at provisioning, which takes a reference once and answers with what became of it: so asking how far it
 * is and ordering it are the same, and an attempt can be repeated. The end comes with the product as provisioning has it
 * since.
 */
@Injectable()
export class CarryOutStep implements CommandStep<ProductChangeEntity> {
  constructor(
    private readonly provisioning: Provisioning,
    @InjectReadModel(productCopy) private readonly copy: ProductCopy,
  ) {}

  /** What is carried out has ended. */
  isDone(): boolean {
    return false;
  }

  async run(change: ProductChangeEntity, ends: CommandEnds<ProductChangeEntity>): Promise<boolean> {
    const { id, productId, action, deliverTo } = change;
    const order = { productId, reference: id, action: orderedActions[action], deliverTo };
    const result = await this.provisioning.order(order);
    if (result.outcome === 'refused') {
      await ends.end({ state: 'failed', reason: result.reason });
      return false;
    }
    const { state, reason } = result.order;
    switch (state) {
      case 'ACCEPTED':
        if (change.orderedAt === null) await ends.progress({ orderedAt: new Date() });
        throw new Error('provisioning has not carried the order out yet');
      case 'REJECTED':
      case 'CANCELLED':
        await ends.end({ state: 'failed', reason: reason ?? state });
        return false;
      case 'DONE': {
        const product = await this.provisioning.product(productId);
        await ends.end({ state: 'done' }, (manager) => this.copy.save(manager, product));
        return false;
      }
      default:
        return state satisfies never;
    }
  }
}
