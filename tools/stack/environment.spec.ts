import { describe, expect, it } from '@jest/globals';
import { environmentOf, type StackSettings } from './environment.ts';
import { readTopology } from '../topology/topology.ts';

const apps = readTopology();
const settings: StackSettings = {
  portOf: (app, kind) => app.ports[kind] ?? 0,
  databaseUrl: (database) => `postgres://localhost/${database}`,
  secrets: {
    edgeSigningKeys: 'signing',
    sessionKeys: 'session',
    cookieKeys: 'cookie',
    identityEncryptionKeys: 'encryption',
    gatewayClientSecret: 'gateway-secret',
    consoleClientSecret: 'console-secret',
    machineSecret: 'machine-secret',
    operatorPassword: 'operator',
    operationsToken: 'operations-token',
  },
  migrationFile: '/migration.yaml',
  oldPortalsFile: '/old-portals.yaml',
  overrides: { billing: { LOG_LEVEL: 'debug' } },
};

function environment(name: string): Record<string, string> {
  const app = apps.find((candidate) => candidate.name === name);
  if (!app) throw new Error(`no ${name}`);
  return environmentOf(app, apps, settings);
}

describe('the environment of an app', () => {
  it('has the address of each app it declares to call, and of no other', () => {
    const billing = environment('billing');
    expect(billing).toMatchObject({
      BILLING_ENGINE_URL: 'http://127.0.0.1:3095/billing-engine',
      JWKS_URL: 'http://127.0.0.1:8081/.well-known/jwks.json',
      DATABASE_URL: 'postgres://localhost/billing',
      LOG_LEVEL: 'debug',
    });
    expect(billing).not.toHaveProperty('UPSTREAMS');
  });

  it('has several addresses in one variable where service.yaml says so, and the file of old portals', () => {
    const { UPSTREAMS: upstreams = '', OLD_PORTALS_FILE: portals } = environment('gateway');
    expect(upstreams.split(' ')).toEqual(
      expect.arrayContaining(['billing=http://127.0.0.1:3030', 'identity=http://127.0.0.1:3020']),
    );
    expect(portals).toBe('/old-portals.yaml');
  });

  it.each(apps.map(({ name }) => name))('of %s holds no secret of another', (name) => {
    const allowed: Record<string, string[]> = {
      gateway: ['signing', 'session', 'gateway-secret', 'operations-token'],
      console: ['session', 'console-secret'],
      identity: ['cookie', 'encryption', 'gateway-secret', 'console-secret', 'machine-secret', 'operator'],
      billing: ['operations-token'],
      inventory: ['operations-token'],
      usage: ['operations-token'],
      pinpoint: ['operations-token'],
    };
    const values = Object.values(environment(name)).join('\n');
    for (const secret of Object.values(settings.secrets)) {
      const known = new RegExp(`(^|[^/\\w-])${secret}($|[^\\w-])`, 'm').test(values);
      if (known) expect(allowed[name] ?? []).toContain(secret);
    }
  });
});
