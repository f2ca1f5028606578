import { startService } from '../../src/index.ts';
import { fixture } from './fixture.service.ts';

await startService(fixture);
