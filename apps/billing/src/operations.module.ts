import { Module } from '@nestjs/common';
import { ReadModelFiguresModule } from '@wellspring/read-model';
import { PaymentOperationsModule } from './payment-operations/payment-operations.module.ts';

/** What the service adds to its management port. */
@Module({ imports: [PaymentOperationsModule, ReadModelFiguresModule] })
export class OperationsModule {}
