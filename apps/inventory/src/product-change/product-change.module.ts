import { Module } from '@nestjs/common';
import { ResourceReader } from '@wellspring/tmf';
import { ProductCopyModule } from '../product-copy/product-copy.module.ts';
import { ProvisioningModule } from '../provisioning/provisioning.module.ts';
import { ProductChangeCarrier } from './product-change-carrier.ts';
import { ProductChangeController } from './product-change.controller.ts';
import { ProductChangeLedger } from './product-change-ledger.ts';
import { ProductChangeService } from './product-change.service.ts';

@Module({
  imports: [ProductCopyModule, ProvisioningModule],
  controllers: [ProductChangeController],
  providers: [ResourceReader, ProductChangeService, ProductChangeCarrier, ProductChangeLedger],
})
export class ProductChangeModule {}
