import { runMigrations } from '@wellspring/persistence';
import { pinpoint } from './service.ts';

await runMigrations(pinpoint);
