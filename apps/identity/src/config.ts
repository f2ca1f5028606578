import { brandFolder } from '@wellspring/brand';
import { count, json, milliseconds, secret, settings } from '@wellspring/platform';
import { z } from 'zod';
import { encryptionKey, list, network } from './config.formats.ts';
import { clientSchema } from './client/client.schema.ts';
import { operatorSchema } from './account/operator.schema.ts';
import { machineClients } from './machine-client/machine-client.schema.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What identity can be told; times are milliseconds. */
export class IdentitySettings extends settings({
  publicUrl: z.url().describe('Origin the browser sees; the issuer is this and /identity'),
  brandFolder,
  oidcClients: secret(json(z.array(clientSchema).min(1))).describe(
    'JSON list of the clients, metadata as in OpenID Connect Registration',
  ),
  operators: secret(json(z.array(operatorSchema)).default([])).describe(
    'JSON list of the operators who may use the console',
  ),
  machineClients: secret(json(machineClients).default([])).describe(
    'JSON list of other systems that may call the APIs: `client_id`, `scope`, `secretHash` or `jwks`',
  ),
  cookieKeys: secret(list(z.string().min(32))).describe('Comma list; the first signs cookies, all verify'),
  identityEncryptionKeys: secret(list(encryptionKey)).describe(
    'Comma list of base64url 32-byte keys; the first encrypts, all decrypt',
  ),
  trustedProxies: list(network)
    .prefault('127.0.0.0/8,::1/128')
    .describe('Networks of the gateway, whose X-Forwarded-For is believed'),

  gatewayLogoutUrl: z
    .url()
    .optional()
    .describe('Where the client gateway is told of sign-outs, unless its metadata says'),

  sessionTtlMs: milliseconds(12 * hour).describe('How long a sign-in is remembered'),
  interactionTtlMs: milliseconds(30 * minute).describe('Time to fill in the sign-in form'),
  accessTokenTtlMs: milliseconds(10 * minute).describe('Life of an access token'),
  idTokenTtlMs: milliseconds(10 * minute).describe('Life of an ID token'),
  expirySweepIntervalMs: milliseconds(5 * minute).describe('Pause between removals of what has expired'),

  signingKeyLifetimeMs: milliseconds(30 * day).describe('Age at which a signing key is replaced'),
  signingKeyPublishLeadMs: milliseconds(day).describe('How long a key is published before it signs'),
  signingKeyPollMs: milliseconds(30 * second).describe('How often replicas look for new keys'),

  passwordHashConcurrency: count(2).describe('Passwords hashed at a time'),
  passwordHashQueue: count(64).describe('Sign-ins that may wait for that; more are refused'),

  accountFreeAttempts: count(5).describe('Failures of one account before it is locked for a while'),
  addressFreeAttempts: count(50).describe('Failures from one address before it is locked for a while'),
  unansweredFreeAttempts: count(500).describe(
    'Attempts from one address of which nobody can tell, at once; then one more in the time of the first lock',
  ),
  firstLockMs: milliseconds(30 * second).describe('Length of the first lock'),
  longestLockMs: milliseconds(15 * minute).describe('Length of the longest lock'),
  forgetFailuresAfterMs: milliseconds(hour).describe('Failures older than this do not count'),
}) {}

export class CrmSettings extends settings({
  crmUrl: z.url().describe('Base of the CRM, which knows the passwords of customers not seen before'),
  crmTimeoutMs: milliseconds(3 * second).describe('Deadline of one call to the CRM'),
  crmBreakerOpenMs: milliseconds(5 * second).describe('How long the CRM is left alone after it failed repeatedly'),
  crmMaxConcurrent: count(20).describe('Calls to the CRM at a time'),
  crmChangesIntervalMs: milliseconds(5 * second).describe('How often the CRM is asked who was closed'),
  credentialRecheckAfterMs: milliseconds(hour).describe('Age at which a password kept here is confirmed with the CRM'),
}) {}
