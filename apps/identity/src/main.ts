import { startService } from '@wellspring/platform';
import { identity } from './service.ts';

await startService(identity);
