import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import { CONTROL_TABLES } from './control/control.tables.ts';

/** For the service's `PersistenceModule.forRoot({ migrations })`. */
export const MIGRATION_TABLES: Type<MigrationInterface>[] = [...CONTROL_TABLES];
