import { Module } from '@nestjs/common';
import { readModelToken } from '@wellspring/read-model';
import { TmfModule } from '@wellspring/tmf';
import { productResource } from '../product/product.resource.ts';
import { ProductChangeModule } from '../product-change/product-change.module.ts';
import { ProductChangeCreation } from '../product-change/product-change-creation.ts';
import { productChangeResource } from '../product-change/product-change.resource.ts';
import { ProductCopyModule } from '../product-copy/product-copy.module.ts';
import { productCopy } from '../product-copy/product-copy.ts';
import { ProductNaming } from '../product-copy/product-naming.ts';
import { ProvisioningModule } from '../provisioning/provisioning.module.ts';
import { SimController } from './sim.controller.ts';

/** What customers are offered, as TM Forum's Open APIs. */
@Module({
  imports: [
    ProductCopyModule,
    ProvisioningModule,
    TmfModule.forRoot({
      hub: true,
      imports: [ProductCopyModule, ProductChangeModule],
      resources: [
        { resource: productResource, freshness: readModelToken(productCopy), change: ProductNaming },
        { resource: productChangeResource, create: ProductChangeCreation },
      ],
    }),
  ],
  controllers: [SimController],
})
export class TmfApiModule {}
