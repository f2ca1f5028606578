import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse, parseAllDocuments } from 'yaml';
import { workspaceRoot } from '../topology/topology.ts';
import { siteNames, readSite } from './description/read-site.ts';
import type { Site } from './description/site.ts';
import { misfits } from './fit.ts';
import { generatedFiles, staleFiles, staleSchema } from './generate.ts';
import { exampleSite } from './testing/example.ts';

/** cloud-init's own, as of the release that the Debian of the example has. */
function cloudInitSchema(name: string): ValidateFunction {
  const text = readFileSync(join(workspaceRoot, 'tools/site/verify/cloud-init', `${name}.json`), 'utf8');
  // They name different drafts of JSON Schema, and use of them what all have.
  const schema = { ...(JSON.parse(text) as Record<string, unknown>), $schema: undefined };
  return new Ajv({ strict: false, validateFormats: false }).compile(schema);
}

function fileOf(site: Site, name: string): string {
  return generatedFiles(workspaceRoot, site).get(`deploy/cluster/${site.name}/generated/${name}`) ?? '';
}

function kindsOf(site: Site, machine: string): unknown[] {
  const { write_files: files } = parse(fileOf(site, `machines/${machine}/user-data`)) as {
    write_files: { path: string; content: string }[];
  };
  const kubeadm = files.find(({ path }) => path === '/etc/kubernetes/kubeadm.yaml')?.content ?? '';
  return parseAllDocuments(kubeadm).map((document) => document.get('kind'));
}

describe.each(siteNames(workspaceRoot))('the site %s', (name) => {
  const site = readSite(workspaceRoot, name);

  it('has generated files that are up to date (npm run cluster -- generate)', () => {
    expect([...staleSchema(workspaceRoot), ...staleFiles(workspaceRoot, site)].map(({ file }) => file)).toEqual([]);
  });

  it('fits the environment that runs on it', () => {
    expect(misfits(workspaceRoot, site)).toEqual([]);
  });

  it.each(site.machines.map((machine) => machine.name))('starts %s as cloud-init understands it', (machine) => {
    const userData = cloudInitSchema('cloud-config');
    const text = fileOf(site, `machines/${machine}/user-data`);
    expect(text.startsWith('#cloud-config\n')).toBe(true);
    expect({ valid: userData(parse(text)), errors: userData.errors }).toEqual({ valid: true, errors: null });
    const network = cloudInitSchema('network-config');
    const config: unknown = parse(fileOf(site, `machines/${machine}/network-config`));
    expect({ valid: network(config), errors: network.errors }).toEqual({ valid: true, errors: null });
  });

  it('keeps no secret where everybody reads', () => {
    const texts = [...generatedFiles(workspaceRoot, site).values()];
    expect(texts.filter((text) => text.includes('PRIVATE KEY'))).toEqual([]);
    expect(texts.some((text) => text.includes('<secret clusterAuthority.key>'))).toBe(true);
  });
});

describe('what is generated', () => {
  it('founds the cluster on one machine, which all others join', () => {
    const site = exampleSite();
    expect(kindsOf(site, 'control-1')).toContain('InitConfiguration');
    for (const machine of ['control-2', 'worker-1']) expect(kindsOf(site, machine)).toEqual(['JoinConfiguration']);
  });

  it('founds no second cluster once there is one', () => {
    const { founder, ...later } = exampleSite();
    expect(founder).toBe('control-1');
    for (const { name } of later.machines) expect(kindsOf(later, name)).toEqual(['JoinConfiguration']);
  });

  it('gives keys of authorities to machines that decide, and to no other', () => {
    const site = exampleSite();
    expect(fileOf(site, 'machines/control-2/user-data')).toContain('<secret etcdAuthority.key>');
    expect(fileOf(site, 'machines/worker-1/user-data')).not.toMatch(
      /<secret \w+Authority\.key>|encryptionKey|privateKey/,
    );
  });

  it('says what is out of date, and what is to go', () => {
    const site = exampleSite();
    const [first, ...machines] = site.machines;
    const changes = staleFiles(workspaceRoot, { ...site, machines });
    expect(changes).toContainEqual({ file: `deploy/cluster/production/generated/machines/${first?.name}/user-data` });
    expect(changes).toContainEqual(
      expect.objectContaining({ file: 'deploy/cluster/production/generated/machines/control-2/user-data' }),
    );
  });
});

describe('an environment that does not fit', () => {
  it('is told, field by field', () => {
    const site = exampleSite();
    const moved = {
      ...site,
      controlPlane: { address: '10.30.0.200' },
      networks: { ...site.networks, pods: '10.31.0.0/18' },
      customers: { ...site.customers, host: 'portal.example.org' },
    };
    expect(misfits(workspaceRoot, moved)).toEqual([
      expect.stringContaining('service.network.apiServerNetworks is without 10.30.0.200'),
      expect.stringContaining('TRUSTED_PROXIES is without 10.31.0.0/18'),
      expect.stringContaining('service.publicUrl is not that of customers.host, portal.example.org'),
    ]);
  });
});
