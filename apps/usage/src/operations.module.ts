import { Module } from '@nestjs/common';
import { CurrentOperator, OperatorGuard, OperatorsModule } from '@wellspring/auth/operators';
import { CommandOperationsModule } from '@wellspring/persistence';
import { ReadModelFiguresModule } from '@wellspring/read-model';
import { limitChangeCommand } from './limit-change/limit-change.ts';

/** What the service adds to its management port. */
@Module({
  imports: [
    CommandOperationsModule.register({
      ...limitChangeCommand,
      imports: [OperatorsModule],
      guard: OperatorGuard,
      operator: CurrentOperator,
    }),
    ReadModelFiguresModule,
  ],
})
export class OperationsModule {}
