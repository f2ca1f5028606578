import { startService } from '@wellspring/platform';
import { portal } from './service.ts';

await startService(portal);
