import { Module } from '@nestjs/common';
import { ReadModelModule } from '@wellspring/read-model';
import { ProductCopySettings } from '../config.ts';
import { Provisioning } from '../provisioning/provisioning.ts';
import { ProvisioningModule } from '../provisioning/provisioning.module.ts';
import { mapService } from '../provisioning/service.mapping.ts';
import { productCopy } from './product-copy.ts';
import { ProductNaming } from './product-naming.ts';
import { ProductStore } from './product-store.ts';

const copy = ReadModelModule.register({
  name: productCopy,
  plural: 'products',
  shape: 1,
  settings: ProductCopySettings,
  imports: [ProvisioningModule],
  source: Provisioning,
  read: mapService,
  identify: ({ id, changeSeq, customerId }) => ({ id, version: changeSeq, owner: customerId }),
  table: { name: 'product', version: 'change_seq' },
  mapping: ProductStore,
});

/** The copy of what provisioning says customers have. */
@Module({ imports: [copy], providers: [ProductNaming], exports: [copy, ProductNaming] })
export class ProductCopyModule {}
