import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { environmentOf } from './environment.ts';
import { forgetEarlierRuns } from './fresh.ts';
import { GivenPortals } from './given-portals.ts';
import { loadSecrets } from './secrets.ts';
import { readTopology, withoutOldPortals } from '../topology/topology.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'given-portals-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function failure(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('it was taken');
}

const plain = 'selfcare: { addresses: [http://127.0.0.1:9] }\n';
const nothingDone = 'Nothing was started or changed.';

describe('an old portal of one’s own', () => {
  it('answers everything where nothing is said about migration', () => {
    const given = new GivenPortals({ profile: write('profile.yaml', plain) }, {});
    expect(given.names).toEqual(['selfcare']);
    expect(readFileSync(given.migrationFile(folder), 'utf8')).toContain('{ path: /, upstream: selfcare }');
  });

  it('is migrated by the file that is named, or by the one beside it', () => {
    const profile = write('profile.yaml', plain);
    const text = 'capabilities: {}\nfixed: [{ path: /, upstream: selfcare }]\n';
    const beside = write('migration.yaml', text);
    expect(new GivenPortals({ profile }, {}).migrationFile(folder)).toBe(beside);
    const migration = write('other.yaml', text);
    expect(new GivenPortals({ profile, migration }, {}).migrationFile(folder)).toBe(migration);
  });

  it('has every mistake named with its file and place', () => {
    const profile = write('profile.yaml', 'selfcare: { adresses: [http://a] }\n');
    const message = failure(() => new GivenPortals({ profile }, {}));
    expect(message).toContain(`${profile}:1:13 selfcare.adresses: is not a key here`);
    expect(message).toContain(nothingDone);
  });

  it('has mistakes in its file of migration named, such as the name of another portal', () => {
    const profile = write('profile.yaml', plain);
    const migration = write('m.yaml', 'capabilities: {}\nfixed: [{ path: /, upstream: legacy-portal }]\n');
    expect(failure(() => new GivenPortals({ profile, migration }, {}))).toMatch(
      /m\.yaml.*there is no upstream "legacy-portal"; there are selfcare, /,
    );
  });

  it('is asked for when it is not there, by its name', () => {
    const missing = join(folder, 'nowhere.yaml');
    expect(failure(() => new GivenPortals({ profile: missing }, {}))).toMatch(/nowhere\.yaml.*\nNothing was started/s);
    const profile = write('profile.yaml', plain);
    expect(failure(() => new GivenPortals({ profile, migration: missing }, {}))).toContain('nowhere.yaml');
  });

  it('needs to be told who answers what when there are several', () => {
    const profile = write('profile.yaml', `${plain}shop: { addresses: [http://127.0.0.1:8] }\n`);
    expect(failure(() => new GivenPortals({ profile }, {}))).toContain('describes 2 portals: say with --migration');
  });

  it('is given the secrets it refers to, which have to be there', () => {
    const whoIs = 'whoIs: { get: /me, format: json, customer: { id: id } }';
    const form = 'form: { at: /in, deniedToBrowsers: true, fields: { login: customer.id, key: $OLD_KEY } }';
    const profile = write(
      'profile.yaml',
      `selfcare: { addresses: [http://a], session: { cookies: [A], ${whoIs} }, bridge: { mode: form, ${form} } }\n`,
    );
    expect(failure(() => new GivenPortals({ profile }, {}))).toContain('$OLD_KEY is not set');
    const { secrets } = new GivenPortals({ profile }, { OLD_KEY: 'a secret of some length', OTHER: 'x' });
    expect(secrets).toEqual({ OLD_KEY: 'a secret of some length' });
  });

  it('takes the place of the stand-in, and the gateway knows it by its file', () => {
    const apps = withoutOldPortals(readTopology());
    expect(apps.map(({ name }) => name)).toEqual(expect.arrayContaining(['gateway', 'backoffice', 'billing']));
    expect(apps.map(({ name }) => name)).not.toContain('legacy-portal');
    const gateway = apps.find(({ name }) => name === 'gateway');
    if (gateway === undefined) throw new Error('there is no gateway');
    const env = environmentOf(gateway, apps, {
      portOf: () => 1,
      databaseUrl: () => 'postgres://localhost/x',
      secrets: loadSecrets(folder),
      migrationFile: '/migration.yaml',
      oldPortalsFile: '/somewhere/profile.yaml',
      overrides: {},
    });
    expect(env).toMatchObject({ OLD_PORTALS_FILE: '/somewhere/profile.yaml' });
  });

  it('is not forgotten with the data of earlier runs, wherever its files lie', () => {
    const profile = write('profile.yaml', plain);
    const customers = write('customers.csv', 'x');
    const other = write('other.txt', 'x');
    forgetEarlierRuns(folder, [profile, customers]);
    expect(readFileSync(profile, 'utf8')).toBe(plain);
    expect(readFileSync(customers, 'utf8')).toBe('x');
    expect(() => readFileSync(other)).toThrow('ENOENT');
  });
});
