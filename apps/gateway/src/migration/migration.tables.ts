import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import { CONTROL_TABLES } from './control/control.tables.ts';
import { PARITY_TABLES } from './parity/parity.tables.ts';

/** For the service's `PersistenceModule.forRoot({ migrations })`. */
export const MIGRATION_TABLES: Type<MigrationInterface>[] = [...CONTROL_TABLES, ...PARITY_TABLES];
