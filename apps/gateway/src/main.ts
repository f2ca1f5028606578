import { startService } from '@wellspring/platform';
import { gateway } from './service.ts';

await startService(gateway);
