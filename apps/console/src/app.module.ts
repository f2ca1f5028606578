import { Module } from '@nestjs/common';
import { OperationsModule } from './operations/operations.module.ts';
import { SessionModule } from './session/session.module.ts';

@Module({ imports: [SessionModule, OperationsModule] })
export class AppModule {}
