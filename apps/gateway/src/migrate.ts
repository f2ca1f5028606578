import { runMigrations } from '@wellspring/persistence';
import { gateway } from './service.ts';

await runMigrations(gateway);
