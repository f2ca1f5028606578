import { Module } from '@nestjs/common';
import { OperatorsModule } from '@wellspring/auth/operators';
import { EventsController } from './events.controller.ts';
import { OperationsController } from './operations.controller.ts';

/** The operations API, for the management port; the service shares `Operations` with it. */
@Module({ imports: [OperatorsModule], controllers: [OperationsController, EventsController] })
export class OperationsApiModule {}
