import { runMigrations } from '@wellspring/persistence';
import { identity } from './service.ts';

await runMigrations(identity);
