import { secret, settings } from '@wellspring/platform';
import { z } from 'zod';

/** Who may use the operations API. */
export class OperationsSettings extends settings({
  operatorJwksUrl: z.url().optional().describe("Keys of operators' tokens; unless given, identity's"),
  operatorIssuer: z.url().optional().describe('Unless it is PUBLIC_URL and /identity'),
  operatorAudience: z
    .string()
    .min(1)
    .default('urn:wellspring:operations')
    .describe('Required `aud` of operators’ tokens'),
  operationsToken: secret(z.string().min(32))
    .optional()
    .describe('A token that works while identity does not: for the command line, kept where operators keep secrets'),
}) {}
