import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import { controlTables } from './control/control.tables.ts';
import { parityTables } from './parity/parity.tables.ts';

/** For the service's `PersistenceModule.forRoot({ migrations })`. */
export const migrationTables: Type<MigrationInterface>[] = [...controlTables, ...parityTables];
