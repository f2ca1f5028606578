import { runMigrations } from '@wellspring/persistence';
import { inventory } from './service.ts';

await runMigrations(inventory);
