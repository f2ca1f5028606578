import { sealingKeys } from '@wellspring/auth/sealing';
import { brandFolder } from '@wellspring/brand';
import { count, json, milliseconds, secret, settings } from '@wellspring/platform';
import { z } from 'zod';
import { parseTrustedProxies } from './front/trusted-proxies.ts';
import { identityUpstream } from './upstreams/upstream-names.ts';

/** `portal=http://portal:3010 billing=http://a:3030,http://b:3030`: each service with its addresses. */
const upstreams = z.string().transform((text, context) => {
  const named = text
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [, name = '', addresses = ''] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(entry) ?? [];
      return [name, addresses.split(',').map((address) => URL.parse(address))] as const;
    });
  const valid = named.flatMap(([name, urls]) => {
    const usable = urls.filter((url) => url !== null && (url.protocol === 'http:' || url.protocol === 'https:'));
    return name !== '' && usable.length === urls.length ? [[name, usable.filter((url) => url !== null)] as const] : [];
  });
  if (valid.length === named.length) return Object.fromEntries(valid);
  context.addIssue({ code: 'custom', message: 'must be name=URL, several separated by spaces' });
  return z.NEVER;
});

const trustedProxies = z.string().transform((text, context) => {
  try {
    parseTrustedProxies(text);
    return text;
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'invalid' });
    return z.NEVER;
  }
});

/** Where the services behind the gateway are. Old portals are described in a file of their own. */
export class UpstreamSettings extends settings({
  upstreams: upstreams
    .refine((services) => identityUpstream in services, `must name ${identityUpstream}`)
    .describe('Services by the names that routes use: name=URL[,URL], separated by spaces'),
  signInTimeoutMs: milliseconds(5_000).describe('Until a page of sign-in begins'),
  upstreamMaxConnections: count(256).describe('To one address of an upstream'),
  upstreamMaxWaiting: count(1_000).describe('Requests that may wait for one of them'),
  upstreamConnectTimeoutMs: milliseconds(2_000).describe('Longest wait for a connection to the only address there is'),
  upstreamConnectElsewhereMs: milliseconds(500).describe('The same where another address can be asked instead'),
  upstreamPodsSuffix: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .optional()
    .describe('A service name with this at the end stands for every pod of it; absent: pods are not told apart'),
  upstreamLookUpMs: milliseconds(1_000).describe('How often such names are looked up'),
  upstreamMaxIdleMs: milliseconds(4_000).describe('An idle connection older than this is not used again'),
}) {
  /** Asked directly, too, without the browser. */
  get identityUrl(): URL | undefined {
    return this.upstreams[identityUpstream]?.[0];
  }
}

/** What the old portals are like: see `old-portal/profile`. */
export class OldPortalSettings extends settings({
  oldPortalsFile: z.string().min(1).optional().describe('Path of old-portals.yaml; without it there is no old portal'),
}) {}

/** How visitors are dealt with. */
export class EdgeSettings extends settings({
  publicUrl: z.url({ protocol: /^https?$/ }).describe('Origin the browser sees'),
  brandFolder,
  trustedProxies: trustedProxies
    .default('')
    .describe('Addresses or networks of load balancers whose X-Forwarded-* and traceparent are believed'),
  responseTimeoutMs: milliseconds(30_000).describe('Until an upstream begins its response'),
  fallbackAfterMs: milliseconds(3_000).describe('The same where the other side can answer instead'),
  bodyIdleTimeoutMs: milliseconds(120_000).describe('Silence within a response; event streams are exempt'),
  slowReadTimeoutMs: milliseconds(60_000).describe('A visitor who takes nothing for this long is given up'),
  slowBodyGraceMs: milliseconds(10_000).describe('After this a body has to come at MIN_BODY_BYTES_PER_SECOND'),
  minBodyBytesPerSecond: count(100).describe('Slower request bodies are given up'),
  continueTimeoutMs: milliseconds(1_000).describe('How long an upstream may think about Expect: 100-continue'),
  headersTimeoutMs: milliseconds(10_000).describe('For a whole request head to arrive'),
  maxConnections: count(20_000).describe('Of all clients together'),
  clientMaxConnections: count(1_000).describe('Of one address, or IPv6 network of 64 bits, that is not a private one'),
  clientRequestsPerSecond: count(200).describe('Of one such client, in the long run'),
  clientRequestBurst: count(2_000).describe('Requests such a client may make at once'),
  syntheticCustomers: z
    .string()
    .default('')
    .transform((text) => new Set(text.split(/\s+/).filter((id) => id !== '')))
    .describe(
      'Customers who are played, to see what customers see: they change nothing and are not counted as traffic',
    ),
  maxTunnels: count(5_000).describe('WebSockets of all clients together'),
  tunnelIdleMs: milliseconds(600_000).describe('A WebSocket on which nothing passes ends after this'),
}) {}

/** Customers' sessions and their sign-in. */
export class SessionSettings extends settings({
  sessionKeys: secret(sealingKeys).describe('Seal cookies and stored tokens: the first seals, all open'),
  sessionIdleMs: milliseconds(1_800_000).describe('A session without requests ends after this'),
  sessionMaxMs: milliseconds(43_200_000).describe('Any session ends after this'),
  oidcClientId: z.string().default('gateway').describe('Its client id at identity'),
  oidcClientSecret: secret(z.string().min(1)).describe('Its client secret at identity'),
  oidcIssuer: z.url().optional().describe('Unless it is PUBLIC_URL and /identity'),
  oidcTimeoutMs: milliseconds(5_000).describe('Of one call to the identity provider'),
  signInTtlMs: milliseconds(1_800_000).describe('How long a sign-in may take: INTERACTION_TTL_MS of identity'),
}) {}

const privateJwk = z.looseObject({
  kty: z.enum(['EC', 'OKP']),
  crv: z.enum(['P-256', 'Ed25519']),
  x: z.string(),
  d: z.string(),
  kid: z.string().min(1),
});

/** How the systems behind the gateway learn who is signed in. */
export class BridgeSettings extends settings({
  edgeSigningKeys: secret(json(z.object({ keys: z.array(privateJwk).min(1) }))).describe(
    'Private JWK set; the first signs, all are published',
  ),
  authTokenIssuer: z.string().default('wellspring-gateway').describe('`iss` of the customer token'),
}) {}
