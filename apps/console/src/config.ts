import { join } from 'node:path';
import { sealingKeys } from '@wellspring/auth/sealing';
import { brandFolder } from '@wellspring/brand';
import { milliseconds, secret, settings } from '@wellspring/platform';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ });

/** The pages, and where what they show comes from. */
export class ConsoleSettings extends settings({
  consoleUrl: address.describe('Origin the operator’s browser sees: one of its own, which customers cannot reach'),
  gatewayManagementUrl: address.describe('Management port of the gateway: its operations API'),
  billingManagementUrl: address.describe('Management port of billing: its operations API'),
  inventoryManagementUrl: address.describe('Management port of inventory: its operations API'),
  usageManagementUrl: address.describe('Management port of usage: its operations API'),
  pinpointManagementUrl: address.describe('Management port of pinpoint: its operations API'),
  operationsTimeoutMs: milliseconds(10_000).describe('Of one call to an operations API; the live stream lasts'),
  brandFolder,
  webRoot: z
    .string()
    .default(join(import.meta.dirname, 'web'))
    .describe('folder of the built pages; by default beside the bundled process'),
}) {}

/** Operators’ sessions and their sign-in. */
export class SessionSettings extends settings({
  sessionKeys: secret(sealingKeys).describe('Seal the session cookie: the first seals, all open'),
  sessionMaxMs: milliseconds(43_200_000).describe('Any session ends after this'),
  publicUrl: address.describe('Origin of the portal, below which operators’ browsers find identity'),
  identityUrl: address.describe('Identity, asked directly'),
  oidcClientId: z.string().default('console').describe('Its client id at identity'),
  oidcClientSecret: secret(z.string().min(1)).describe('Its client secret at identity'),
  oidcIssuer: z.url().optional().describe('Unless it is PUBLIC_URL and /identity'),
  oidcTimeoutMs: milliseconds(5_000).describe('Of one call to identity'),
  signInTtlMs: milliseconds(1_800_000).describe('How long a sign-in may take: INTERACTION_TTL_MS of identity'),
}) {}
