import { settings } from '@wellspring/platform';
import { z } from 'zod';

/** How the tokens of customers are checked. */
export class AuthSettings extends settings({
  jwksUrl: z.url().describe('Public keys of the gateway, as a JWK Set (RFC 7517, section 5)'),
  authTokenIssuer: z.string().min(1).default('wellspring-gateway').describe('Required `iss`'),
  authTokenAudience: z.string().min(1).optional().describe('Required `aud`, unless it is the name of the service'),
  authClockToleranceSeconds: z.coerce.number().int().min(0).max(60).default(5).describe('Allowed difference of clocks'),
  authTokenCacheSize: z.coerce.number().int().positive().default(10_000).describe('Verified tokens remembered'),
  jwksRefreshMs: z.coerce.number().int().positive().default(300_000).describe('Age at which the keys are fetched anew'),
  jwksCooldownMs: z.coerce
    .number()
    .int()
    .positive()
    .default(1_000)
    .describe('Least pause between two fetches, whatever is asked'),
  jwksTimeoutMs: z.coerce.number().int().positive().default(2_000).describe('Total deadline of a fetch'),
}) {}
