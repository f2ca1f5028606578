import { startService } from '@wellspring/platform';
import { usage } from './service.ts';

await startService(usage);
