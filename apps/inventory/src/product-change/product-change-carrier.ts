import { Injectable } from '@nestjs/common';
import { type JobKind, Jobs } from '@wellspring/persistence';
import type { EntityManager } from 'typeorm';
import { InventorySettings } from '../config.ts';
import { Provisioning, type ProvisioningAction } from '../provisioning/provisioning.ts';
import { ProductChangeLedger } from './product-change-ledger.ts';
import type { ChangeAction, ProductChange } from './product-change.ts';

interface ChangeJob {
  changeId: string;
}

const actions: Readonly<Record<ChangeAction, ProvisioningAction>> = {
  blockSim: 'BLOCK_SIM',
  unblockSim: 'UNBLOCK_SIM',
  switchToEsim: 'SWITCH_TO_ESIM',
  roamingOn: 'ROAMING_ON',
  roamingOff: 'ROAMING_OFF',
};

/**
 * Carries a change to provisioning and waits until that says what became of it. The change's id is the order's reference, so
 * that an attempt can be repeated: a process that dies anywhere leaves a job that asks again and orders nothing twice.
 *
 * What is not answered, or not carried out yet, is asked again for as long as `CHANGE_ATTENTION_AFTER_MS`; then a person has
 * to look.
 */
@Injectable()
export class ProductChangeCarrier {
  private readonly job: JobKind<ChangeJob>;

  constructor(
    private readonly ledger: ProductChangeLedger,
    private readonly provisioning: Provisioning,
    private readonly settings: InventorySettings,
    private readonly jobs: Jobs,
  ) {
    this.job = jobs.define<ChangeJob>({
      name: 'carry-product-change',
      handler: ({ changeId }) => this.carry(changeId),
      // The time limit is the change's own; the number of attempts must never be what ends it.
      retry: { limit: 100_000, delaySeconds: 1, maxDelaySeconds: 30 },
      concurrency: 4,
      timeoutSeconds: 60,
      onDead: ({ changeId }) => this.giveUp(changeId),
    });
  }

  async enqueue(manager: EntityManager, changeId: string): Promise<void> {
    await this.jobs.enqueue(manager, this.job, { changeId }, { key: changeId });
  }

  /** One attempt to carry the change to its end. Throws when it has to be tried again. */
  async carry(changeId: string): Promise<void> {
    const change = await this.ledger.unfinished(changeId);
    if (!change) return;
    try {
      await this.attempt(change);
    } catch (error) {
      if (Date.now() - Date.parse(change.createdAt) < this.settings.changeAttentionAfterMs) throw error;
      await this.giveUp(changeId);
    }
  }

  private async attempt({ id, productId, action }: ProductChange): Promise<void> {
    const result = await this.provisioning.order({ productId, reference: id, action: actions[action] });
    if (result.outcome === 'refused') {
      await this.ledger.end(id, { state: 'terminatedWithError', reason: result.reason });
      return;
    }
    const { state, reason } = result.order;
    switch (state) {
      case 'ACCEPTED':
        await this.ledger.ordered(id);
        throw new Error('provisioning has not carried the order out yet');
      case 'REJECTED':
        await this.ledger.end(id, { state: 'terminatedWithError', reason: reason ?? 'REJECTED' });
        return;
      case 'DONE':
        await this.ledger.end(id, { state: 'done' }, await this.provisioning.product(productId));
    }
  }

  private async giveUp(changeId: string): Promise<void> {
    await this.ledger.end(changeId, { state: 'needsAttention', reason: 'takesTooLong' });
  }
}
