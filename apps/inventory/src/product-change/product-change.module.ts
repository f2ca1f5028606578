import { Module } from '@nestjs/common';
import { changeStates } from '@wellspring/contract-inventory';
import { CommandModule } from '@wellspring/persistence';
import { ProductCopyModule } from '../product-copy/product-copy.module.ts';
import { ProvisioningModule } from '../provisioning/provisioning.module.ts';
import { CarryOutStep } from './carry-out-step.ts';
import { ProductChangeActions } from './product-change-actions.ts';
import { ProductChangeCreation } from './product-change-creation.ts';
import { ProductChangeEntity } from './product-change.entity.ts';
import { ProductChangeHandler } from './product-change-handler.ts';
import { productChangeCommand } from './product-change.ts';

const command = CommandModule.register({
  ...productChangeCommand,
  entity: ProductChangeEntity,
  states: changeStates,
  imports: [ProductCopyModule, ProvisioningModule],
  handler: ProductChangeHandler,
  providers: [CarryOutStep, ProductChangeActions],
});

@Module({ imports: [ProductCopyModule, command], providers: [ProductChangeCreation], exports: [ProductChangeCreation] })
export class ProductChangeModule {}
