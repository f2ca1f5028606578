import { Module } from '@nestjs/common';
import { ResourceReader } from '@wellspring/tmf';
import { ProductCopyModule } from '../product-copy/product-copy.module.ts';
import { ProvisioningModule } from '../provisioning/provisioning.module.ts';
import { ProductController } from './product.controller.ts';
import { SimController } from './sim.controller.ts';

/** What customers see of what they have. */
@Module({
  imports: [ProductCopyModule, ProvisioningModule],
  controllers: [ProductController, SimController],
  providers: [ResourceReader],
})
export class ProductApiModule {}
