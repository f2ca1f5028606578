import { join } from 'node:path';
import { brandFolder } from '@wellspring/brand';
import { milliseconds, settings } from '@wellspring/platform';
import { z } from 'zod';

export class PortalSettings extends settings({
  webRoot: z
    .string()
    .default(join(import.meta.dirname, 'web'))
    .describe('folder of the built pages; by default beside the bundled process'),
  brandFolder,
  billingUrl: z.url({ protocol: /^https?$/ }).describe('Where a page gets the bills it comes with'),
  usageUrl: z.url({ protocol: /^https?$/ }).describe('Where a page gets the usage it comes with'),
  inventoryUrl: z.url({ protocol: /^https?$/ }).describe('Where a page gets the services it comes with'),
  firstDataTimeoutMs: milliseconds(300).describe('A page does not wait longer for what it could come with'),
}) {}
