import { Module } from '@nestjs/common';
import { AuthModule } from '@wellspring/auth';
import { PersistenceModule } from '@wellspring/persistence';
import { readModelMigrations } from '@wellspring/read-model';
import { CreateProduct1796100000000 } from './migrations/1796100000000-create-product.ts';
import { ProductApiModule } from './product-api/product-api.module.ts';
import { ProductChangeModule } from './product-change/product-change.module.ts';

@Module({
  imports: [
    AuthModule,
    PersistenceModule.forRoot({
      entities: [],
      migrations: [...readModelMigrations, CreateProduct1796100000000],
      outbox: true,
      jobs: true,
    }),
    ProductApiModule,
    ProductChangeModule,
  ],
})
export class AppModule {}
