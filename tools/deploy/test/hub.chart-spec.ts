import { describe, expect, it } from '@jest/globals';
import { hubCallbacks } from '../../topology/topology.ts';
import type { Manifest } from '../manifest.ts';
import { openings } from './policies.ts';
import { environments, find, render, services } from './rendering.ts';
import { policyOf } from './workload.ts';

const hubs = services.filter(({ hub }) => hub).map(({ name }) => name);

const listeners = {
  [`service.outside.${hubCallbacks}.url`]: String.raw`https://crm.example.internal/events\,http://erp.example.internal:8443`,
  [`service.outside.${hubCallbacks}.networks`]: '{10.99.1.0/24,10.99.2.7/32}',
};

function settingsOf(manifests: Manifest[], name: string): Record<string, string> {
  return find(manifests, 'ConfigMap', `${name}-settings`)['data'] as Record<string, string>;
}

function waysOut(manifests: Manifest[], name: string): string[] {
  return openings(policyOf(find(manifests, 'NetworkPolicy', name)), 'egress');
}

describe.each(hubs)('the listeners of %s', (name) => {
  it('can be reached where an environment says that they are, and there alone', async () => {
    const [environment = ''] = environments;
    const [without, manifests] = await Promise.all([render(environment, name), render(environment, name, listeners)]);
    const before = waysOut(without, name);
    expect(waysOut(manifests, name).filter((way) => !before.includes(way))).toEqual([
      '10.99.1.0/24:443/TCP',
      '10.99.1.0/24:8443/TCP',
      '10.99.2.7/32:443/TCP',
      '10.99.2.7/32:8443/TCP',
    ]);
    expect(settingsOf(manifests, name)[hubCallbacks]).toBe(
      'https://crm.example.internal/events,http://erp.example.internal:8443',
    );
  });

  it.each(environments)('are nobody in %s unless it says so', async (environment) => {
    expect(settingsOf(await render(environment, name), name)).not.toHaveProperty(hubCallbacks);
  });
});

it('is no way out for a service without a hub', async () => {
  const [environment = ''] = environments;
  await expect(render(environment, 'portal', listeners)).rejects.toThrow(hubCallbacks);
});
