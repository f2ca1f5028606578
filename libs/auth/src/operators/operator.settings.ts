import { secret, settings } from '@wellspring/platform';
import { z } from 'zod';

/** How a service tells operators, who use its operations API on the management port. */
export class OperatorSettings extends settings({
  operatorJwksUrl: z.url().describe("Keys of operators' tokens, as a JWK Set (RFC 7517, section 5)"),
  publicUrl: z.url().describe('Where people reach the portal; identity below it issues the tokens'),
  operatorIssuer: z.url().optional().describe('Unless it is PUBLIC_URL and /identity'),
  operatorAudience: z.string().min(1).default('urn:wellspring:operations').describe('Required `aud`'),
  operationsToken: secret(z.string().min(32))
    .optional()
    .describe('A token that works while identity does not: for the command line, kept where operators keep secrets'),
}) {}
