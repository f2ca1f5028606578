import { Injectable } from '@nestjs/common';
import type { ProductChangeCommandDocument } from '@wellspring/contract-inventory';
import { type CommandHandler, Outbox } from '@wellspring/persistence';
import { resourceEvent } from '@wellspring/tmf';
import type { EntityManager } from 'typeorm';
import { InventorySettings } from '../config.ts';
import { ProductStore } from '../product-copy/product-store.ts';
import { CarryOutStep } from './carry-out-step.ts';
import { ProductChangeActions } from './product-change-actions.ts';
import { changeDocumentOf } from './product-change.document.ts';
import type { ProductChangeEntity } from './product-change.entity.ts';
import { productChangeResource } from './product-change.resource.ts';
import type { ProductChange } from './product-change.ts';
import { changeViewOf } from './product-change.view.ts';

/** What carrying a change is, and what people can decide about one that needs them. */
@Injectable()
export class ProductChangeHandler implements CommandHandler<ProductChangeEntity> {
  readonly steps;
  readonly actions;
  readonly attentionAfterMs;
  readonly listedBy = { product: 'productId', customer: 'customerId' } as const;

  constructor(
    carryingOut: CarryOutStep,
    actions: ProductChangeActions,
    settings: InventorySettings,
    private readonly products: ProductStore,
    private readonly outbox: Outbox,
  ) {
    this.steps = [carryingOut];
    this.actions = actions.byName;
    this.attentionAfterMs = ({ action }: ProductChange): number =>
      action === 'replaceSim' ? settings.simDeliveryAttentionAfterMs : settings.changeAttentionAfterMs;
  }

  /** From the beginning provisioning may have been asked, and its answer lost. */
  isUndone(): boolean {
    return false;
  }

  viewOf(change: ProductChange): ProductChangeCommandDocument {
    return changeViewOf(change);
  }

  /** The product first, then its change: the order in which a new change locks them. */
  async lock({ productId }: ProductChange, manager: EntityManager): Promise<void> {
    await this.products.lock(manager, productId);
  }

  complete(change: ProductChangeEntity): void {
    if (!mayBeOrdered(change)) change.deliverTo = null;
    change.document = changeDocumentOf(change);
  }

  async changed({ document, stateAt }: ProductChangeEntity, manager: EntityManager): Promise<void> {
    await this.outbox.append(manager, resourceEvent(productChangeResource, 'StateChange', document, stateAt));
  }
}

/** Whether the address may still be needed: a person can have an order tried again. */
function mayBeOrdered({ state }: ProductChange): boolean {
  return state === 'pending' || state === 'needsAttention';
}
