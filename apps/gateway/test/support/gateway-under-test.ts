import { serviceUnderTest, type RunningService } from '@wellspring/testing';
import { gatewayWith } from '../../src/service.ts';
import { HttpUpstream } from './http-upstream.ts';
import { sessionKey, signingKeys } from './keys.ts';
import { oldPortalsFile } from './old-portals-file.ts';
import { StubMigration } from './stub-migration.ts';

export interface GatewayUnderTest {
  url: string;
  managementUrl: string;
  running: RunningService;
  migration: StubMigration;
  legacy: HttpUpstream;
  portal: HttpUpstream;
  billing: HttpUpstream;
  identity: HttpUpstream;
  env: Record<string, string>;
  /** Forgets what was seen and decided. */
  reset(): void;
  stop(): Promise<void>;
}

/** Addresses of upstreams in place of the four servers', several separated by commas. */
export type Addresses = Partial<Record<'legacy-portal' | 'portal' | 'identity' | 'billing', string>>;

/**
 * The gateway on a real database in front of four real servers, with a migration that does what the test says.
 * @param portals what old portals are like, on top of the stand-in's manners; others beside `legacy-portal` need addresses
 */
export async function startGateway(
  env: Record<string, string> = {},
  at: Addresses = {},
  portals: Record<string, Record<string, unknown>> = {},
): Promise<GatewayUnderTest> {
  const [legacy, portal, billing, identity] = await Promise.all(
    ['legacy', 'portal', 'billing', 'identity'].map((name) => HttpUpstream.start(name)),
  );
  if (!legacy || !portal || !billing || !identity) throw new Error('an upstream did not start');
  const migration = new StubMigration();
  const settings = {
    PUBLIC_URL: 'http://localhost:8080',
    OLD_PORTALS_FILE: oldPortalsFile({
      ...portals,
      'legacy-portal': { addresses: (at['legacy-portal'] ?? legacy.url).split(','), ...portals['legacy-portal'] },
    }),
    UPSTREAMS: services({ portal: portal.url, identity: identity.url, billing: billing.url, ...at }),
    SESSION_KEYS: sessionKey(),
    EDGE_SIGNING_KEYS: signingKeys(),
    OIDC_CLIENT_SECRET: 'test-client-secret',
    ...env,
  };
  const running = await serviceUnderTest(gatewayWith(migration.module())).withPostgres().withEnv(settings).start();
  const upstreams = [legacy, portal, billing, identity];
  return {
    url: running.url,
    managementUrl: running.managementUrl,
    running,
    migration,
    legacy,
    portal,
    billing,
    identity,
    env: { ...settings, DATABASE_URL: running.databaseUrl },
    reset: () => {
      for (const upstream of upstreams) upstream.reset();
      migration.recorded.length = 0;
      migration.offered.length = 0;
      migration.on('new', { fallback: true });
      migration.decisionFor = () => undefined;
    },
    stop: async () => {
      await running.stop();
      await Promise.all(upstreams.map((upstream) => upstream.stop()));
    },
  };
}

function services({ portal, identity, billing }: Addresses): string {
  return Object.entries({ portal, identity, billing })
    .map(([name, addresses]) => `${name}=${addresses ?? ''}`)
    .join(' ');
}
