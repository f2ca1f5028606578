import { Module } from '@nestjs/common';
import { ProductCopyModule } from '../product-copy/product-copy.module.ts';
import { ProvisioningModule } from '../provisioning/provisioning.module.ts';
import { ProductChangeCarrier } from './product-change-carrier.ts';
import { ProductChangeLedger } from './product-change-ledger.ts';
import { ProductChangeCreation } from './product-change-creation.ts';

@Module({
  imports: [ProductCopyModule, ProvisioningModule],
  providers: [ProductChangeCreation, ProductChangeCarrier, ProductChangeLedger],
  exports: [ProductChangeCreation],
})
export class ProductChangeModule {}
