import { Module } from '@nestjs/common';
import { AuthModule } from '@wellspring/auth';
import { PersistenceModule } from '@wellspring/persistence';
import { readModelMigrations } from '@wellspring/read-model';
import { hubMigrations } from '@wellspring/tmf';
import { CreateProduct1796100000000 } from './migrations/1796100000000-create-product.ts';
import { OneChangeUnderWay1796300000000 } from './migrations/1796300000000-one-change-under-way.ts';
import { CarryChangesAsCommands1796400000000 } from './migrations/1796400000000-carry-changes-as-commands.ts';
import { DeliverSims1796500000000 } from './migrations/1796500000000-deliver-sims.ts';
import { ProductChangeEntity } from './product-change/product-change.entity.ts';
import { TmfApiModule } from './tmf-api/tmf-api.module.ts';

@Module({
  imports: [
    AuthModule,
    PersistenceModule.forRoot({
      entities: [ProductChangeEntity],
      migrations: [
        ...readModelMigrations,
        ...hubMigrations,
        CreateProduct1796100000000,
        OneChangeUnderWay1796300000000,
        CarryChangesAsCommands1796400000000,
        DeliverSims1796500000000,
      ],
      outbox: true,
      jobs: true,
    }),
    TmfApiModule,
  ],
})
export class AppModule {}
