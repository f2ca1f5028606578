import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Manifest } from '../manifest.ts';
import { openings } from './policies.ts';
import { everywhere, find, render } from './rendering.ts';
import { policyOf } from './workload.ts';

const service = z.object({
  spec: z.object({
    type: z.string().default('ClusterIP'),
    externalTrafficPolicy: z.string().optional(),
    externalIPs: z.array(z.string()).default([]),
    loadBalancerSourceRanges: z.array(z.string()).optional(),
    ports: z.array(z.object({ port: z.number(), nodePort: z.number().optional() })),
  }),
});

type ServiceSpec = z.output<typeof service>['spec'];

function servicesOf(manifests: Manifest[]): ServiceSpec[] {
  return manifests.filter(({ kind }) => kind === 'Service').map((manifest) => service.parse(manifest).spec);
}

const nodePort = { 'service.entrance.type': 'NodePort', 'service.entrance.nodePort': '30481' };
const loadBalancer = { 'service.entrance.type': 'LoadBalancer' };

describe.each(everywhere)('in %s, %s', (environment, name) => {
  it('is reached from outside only where the network policy sees who is asking', async () => {
    for (const { type, externalTrafficPolicy, externalIPs } of servicesOf(await render(environment, name))) {
      expect(externalIPs).toEqual([]);
      expect([type, externalTrafficPolicy]).toEqual(
        type === 'ClusterIP' ? ['ClusterIP', undefined] : [expect.stringMatching(/NodePort|LoadBalancer/), 'Local'],
      );
    }
  });
});

describe('the entrance of the old portal', () => {
  it('leads to the port that it is declared to call, where the policy lets its networks in and no other', async () => {
    const manifests = await render('production', 'gateway');
    expect(service.parse(find(manifests, 'Service', 'gateway-entrance')).spec).toMatchObject({
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      ports: [{ port: 8081, nodePort: 30_481 }],
    });
    const numbers = openings(policyOf(find(manifests, 'NetworkPolicy', 'gateway')), 'ingress').filter((opening) =>
      opening.endsWith('/24:8081/TCP'),
    );
    expect(numbers).toEqual(['10.30.2.0/24:8081/TCP']);
  });

  it('can be a load balancer, which is told the networks, too', async () => {
    const manifests = await render('dev', 'gateway', loadBalancer);
    expect(service.parse(find(manifests, 'Service', 'gateway-entrance')).spec).toMatchObject({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['10.10.2.0/24'],
    });
  });

  it('is not there unless somebody asks for it', async () => {
    expect(servicesOf(await render('dev', 'gateway')).map(({ type }) => type)).toEqual(['ClusterIP', 'ClusterIP']);
  });

  it.each([
    [
      'the traffic policy that hides who is asking',
      { ...nodePort, 'service.entrance.externalTrafficPolicy': 'Cluster' },
      /additional properties 'externalTrafficPolicy' not allowed/,
    ],
    [
      'a port of the nodes that is left to chance',
      { 'service.entrance.type': 'NodePort' },
      /missing property 'nodePort'/,
    ],
    ['an address of its own', { 'service.entrance.type': 'ClusterIP' }, /entrance\/type/],
  ])('cannot be made with %s', async (_what, set, message) => {
    await expect(render('dev', 'gateway', set)).rejects.toThrow(message);
  });

  it('cannot be made for a service that nobody outside calls', async () => {
    await expect(render('dev', 'billing', nodePort)).rejects.toThrow(/nobody outside may come in/);
  });
});
