import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { workspaceRoot } from '../../topology/topology.ts';
import type { Manifest } from '../manifest.ts';
import { addressesOf } from '../flow.ts';
import { oldPortalPlaces } from '../old-portals.ts';
import { openings } from './policies.ts';
import { find, render, renderWithFiles } from './rendering.ts';
import { policyOf, workloadOf, type Workload } from './workload.ts';

const severalPortals = `
by-number:
  addresses: ['http://10.9.8.1:8080', 'https://10.9.8.2', 'http://[fd00::1]:8080']
by-name:
  addresses: [https://old.example.internal/shop, 'https://old-2.example.internal:8443/shop']
  networks: [10.9.7.0/24, 10.9.6.0/24]
with-a-listener:
  addresses: [https://older.example.internal]
  networks: [10.9.5.0/24]
  bridge: { mode: form, form: { at: /in, listener: 'http://10.9.4.1:9090', fields: { user: customer.email } } }
`;

const texts = z.record(z.string(), z.string());

function podOf(manifests: Manifest[]): Workload['template'] {
  return workloadOf(find(manifests, 'Deployment', 'gateway')).template;
}

function waysOut(manifests: Manifest[]): string[] {
  return openings(policyOf(find(manifests, 'NetworkPolicy', 'gateway')), 'egress');
}

/** As the firewall list has them. */
function placesIn(oldPortals: string): string[] {
  const root = mkdtempSync(join(tmpdir(), 'places-'));
  mkdirSync(join(root, 'deploy/environments/there'), { recursive: true });
  writeFileSync(join(root, 'deploy/environments/there/old-portals.yaml'), oldPortals);
  const places = oldPortalPlaces(root, 'there');
  rmSync(root, { recursive: true });
  return places.flatMap(({ urls, networks }) =>
    networks.flatMap((network) => addressesOf(urls).map(({ port }) => `${network}:${port}/TCP`)),
  );
}

describe('a gateway in front of old portals', () => {
  it('reaches every address of each, where the firewall list says it is', async () => {
    const expected = [
      '10.9.8.1/32:8080/TCP',
      '10.9.8.2/32:443/TCP',
      '10.9.7.0/24:443/TCP',
      '10.9.7.0/24:8443/TCP',
      '10.9.6.0/24:443/TCP',
      '10.9.6.0/24:8443/TCP',
      '10.9.5.0/24:443/TCP',
      '10.9.4.1/32:9090/TCP',
      'fd00::1/128:8080/TCP',
    ].sort();
    const manifests = await renderWithFiles('production', 'gateway', { 'old-portals.yaml': severalPortals });
    expect(waysOut(manifests).filter((way) => /^(10\.9|fd00:)/.test(way))).toEqual(expected);
    expect(placesIn(severalPortals).sort()).toEqual(expected);
  });

  it('is not released without knowing where one is', async () => {
    const nowhere = 'shop: { addresses: [https://10.9.8.1, https://old.example.internal] }';
    await expect(renderWithFiles('production', 'gateway', { 'old-portals.yaml': nowhere })).rejects.toThrow(
      'old-portals.yaml: shop.networks is missing: where its addresses are',
    );
    expect(() => placesIn(nowhere)).toThrow('shop.networks is missing: where its addresses are');
  });

  it('is restarted when one is described anew, and not when the migration goes on', async () => {
    const [before, moved, described] = await Promise.all([
      render('production', 'gateway'),
      renderWithFiles('production', 'gateway', { 'migration.yaml': 'capabilities: {}' }),
      renderWithFiles('production', 'gateway', { 'old-portals.yaml': severalPortals }),
    ]);
    expect(podOf(moved)).toEqual(podOf(before));
    expect(podOf(described)).not.toEqual(podOf(before));
  });

  it('finds the descriptions where it is told to look for them', async () => {
    const manifests = await render('production', 'gateway');
    const { data: settings } = z.object({ data: texts }).parse(find(manifests, 'ConfigMap', 'gateway-settings'));
    const { data: files } = z.object({ data: texts }).parse(find(manifests, 'ConfigMap', 'gateway-files'));
    expect(settings['OLD_PORTALS_FILE']).toBe('/etc/wellspring/old-portals.yaml');
    expect(files['old-portals.yaml']).toBe(
      readFileSync(join(workspaceRoot, 'deploy/environments/production/old-portals.yaml'), 'utf8'),
    );
    expect(podOf(manifests).spec.containers[0]?.volumeMounts).toContainEqual({
      name: 'files',
      mountPath: '/etc/wellspring',
      readOnly: true,
    });
  });

  it('has the certificates that they name as files, each Secret once', async () => {
    const folders = ['/etc/old-portals/trusted', '/etc/old-portals/also-trusted'];
    const set = Object.fromEntries(folders.map((path) => [`service.secretFolders.${path}`, 'old-portal-ca'] as const));
    const { containers, volumes } = podOf(await render('production', 'gateway', set)).spec;
    const [volume, ...others] = volumes.filter(({ secret }) => secret);
    expect(others).toEqual([]);
    expect(volume?.secret).toEqual({ secretName: 'old-portal-ca' });
    for (const mountPath of folders) {
      expect(containers[0]?.volumeMounts).toContainEqual({ name: volume?.name, mountPath, readOnly: true });
    }
  });

  it('cannot be given them in the folder of its files, where nothing can be mounted', async () => {
    const set = { 'service.secretFolders./etc/wellspring/trusted': 'old-portal-ca' };
    await expect(render('production', 'gateway', set)).rejects.toThrow(
      'service.secretFolders: /etc/wellspring/trusted cannot be mounted in /etc/wellspring, which is read-only',
    );
  });
});
