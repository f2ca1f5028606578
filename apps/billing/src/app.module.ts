import { Module } from '@nestjs/common';
import { AuthModule } from '@wellspring/auth';
import { PersistenceModule } from '@wellspring/persistence';
import { readModelMigrations } from '@wellspring/read-model';
import { hubMigrations } from '@wellspring/tmf';
import { CreateBill1795000000000 } from './migrations/1795000000000-create-bill.ts';
import { CreatePayment1795000000001 } from './migrations/1795000000001-create-payment.ts';
import { ResolvePayments1795900000000 } from './migrations/1795900000000-resolve-payments.ts';
import { FollowTheCounter1795900000001 } from './migrations/1795900000001-follow-the-counter.ts';
import { UseReadModel1796000000000 } from './migrations/1796000000000-use-read-model.ts';
import { PaymentEntity } from './payment/payment.entity.ts';
import { TmfApiModule } from './tmf-api/tmf-api.module.ts';

@Module({
  imports: [
    AuthModule,
    PersistenceModule.forRoot({
      entities: [PaymentEntity],
      migrations: [
        ...readModelMigrations,
        ...hubMigrations,
        CreateBill1795000000000,
        CreatePayment1795000000001,
        ResolvePayments1795900000000,
        FollowTheCounter1795900000001,
        UseReadModel1796000000000,
      ],
      outbox: true,
      jobs: true,
    }),
    TmfApiModule,
  ],
})
export class AppModule {}
