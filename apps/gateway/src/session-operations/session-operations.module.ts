import { Module } from '@nestjs/common';
import { OperationsModule } from '../migration/operations/operations.module.ts';
import { SessionsController } from './sessions.controller.ts';

/** The operations API for customers' sessions. The service shares `SessionOperations` with it. */
@Module({ imports: [OperationsModule], controllers: [SessionsController] })
export class SessionOperationsModule {}
