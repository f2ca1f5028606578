import { runMigrations } from '@wellspring/persistence';
import { usage } from './service.ts';

await runMigrations(usage);
