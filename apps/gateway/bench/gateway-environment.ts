import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** Settings of a gateway whose every upstream is the same. */
export function gatewayEnvironment(upstreamUrl: string, databaseUrl: string): Record<string, string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    PORT: '0',
    MANAGEMENT_PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://localhost:8080',
    DATABASE_URL: databaseUrl,
    MIGRATION_FILE: join(import.meta.dirname, 'migration.yaml'),
    LEGACY_PORTAL_URL: upstreamUrl,
    PORTAL_URL: upstreamUrl,
    IDENTITY_URL: upstreamUrl,
    BILLING_URL: upstreamUrl,
    SESSION_KEYS: randomBytes(32).toString('base64url'),
    EDGE_SIGNING_KEYS: JSON.stringify({
      keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256' }],
    }),
    OIDC_CLIENT_SECRET: 'unused',
    SHUTDOWN_PROPAGATION_MS: '0',
    SHUTDOWN_IDLE_GRACE_MS: '0',
    SHUTDOWN_DRAIN_MS: '1000',
    // The peers have no such bounds either.
    MAX_CONCURRENT_REQUESTS: '10000',
  };
}
