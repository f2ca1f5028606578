import { startService } from '@wellspring/platform';
import { inventory } from './service.ts';

await startService(inventory);
