import { startService } from '@wellspring/platform';
import { billing } from './service.ts';

await startService(billing);
