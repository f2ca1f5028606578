import { Module } from '@nestjs/common';
import { AuthModule } from '@wellspring/auth';
import { PersistenceModule } from '@wellspring/persistence';
import { BillModule } from './bill/bill.module.ts';
import { CreateBill1795000000000 } from './migrations/1795000000000-create-bill.ts';
import { CreatePayment1795000000001 } from './migrations/1795000000001-create-payment.ts';
import { PaymentEntity } from './payment/payment.entity.ts';
import { PaymentMethodModule } from './payment-method/payment-method.module.ts';
import { PaymentModule } from './payment/payment.module.ts';

@Module({
  imports: [
    AuthModule,
    PersistenceModule.forRoot({
      entities: [PaymentEntity],
      migrations: [CreateBill1795000000000, CreatePayment1795000000001],
      outbox: true,
      jobs: true,
    }),
    BillModule,
    PaymentModule,
    PaymentMethodModule,
  ],
})
export class AppModule {}
