/** `node libs/brand/src/print-schema.ts > deploy/environments/brand.schema.json`: what editors complete and check by. */
import { brandJsonSchema } from './brand-file.ts';

process.stdout.write(`${JSON.stringify(brandJsonSchema(), null, 2)}\n`);
