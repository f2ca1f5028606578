import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownBrandFolder } from '@wellspring/brand';

/**
 * Settings of a gateway whose every upstream is the same, or all but some.
 * @param services addresses of those that are not
 */
export function gatewayEnvironment(
  upstreamUrl: string,
  databaseUrl: string,
  services: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    PORT: '0',
    MANAGEMENT_PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://localhost:8080',
    BRAND_FOLDER: ownBrandFolder,
    DATABASE_URL: databaseUrl,
    MIGRATION_FILE: join(import.meta.dirname, 'migration.yaml'),
    OLD_PORTALS_FILE: oldPortalsFile(upstreamUrl),
    UPSTREAMS: ['portal', 'identity', 'billing'].map((name) => `${name}=${services[name] ?? upstreamUrl}`).join(' '),
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

/** An old portal with the manners of the stand-in. */
function oldPortalsFile(address: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'wellspring-bench-')), 'old-portals.yaml');
  const whoIs = '{ get: /whoami, format: json, customer: { id: customerNo, email: email, name: name }, ids: shared }';
  const session = `{ cookies: [LPSESSION], signIn: { path: /signin }, signOut: { path: /signout }, whoIs: ${whoIs} }`;
  writeFileSync(
    file,
    `legacy-portal: { addresses: ["${address}"], host: upstream, session: ${session}, bridge: { mode: header } }\n`,
  );
  return file;
}
