import { startService } from '@wellspring/platform';
import { pinpoint } from './service.ts';

await startService(pinpoint);
