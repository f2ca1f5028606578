import { join } from 'node:path';
import { settings } from '@wellspring/platform';
import { z } from 'zod';

export class ConsoleSettings extends settings({
  webRoot: z
    .string()
    .default(join(import.meta.dirname, 'web'))
    .describe('folder of the built pages; by default beside the bundled process'),
}) {}
