import { runMigrations } from '@wellspring/persistence';
import { billing } from './service.ts';

await runMigrations(billing);
