import { startService } from '@wellspring/platform';
import { console } from './service.ts';

await startService(console);
