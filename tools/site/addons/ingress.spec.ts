import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { exampleSite } from '../testing/example.ts';
import { ingressManifests } from './ingress.ts';

const object = z.looseObject({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
  spec: z.looseObject({}).default({}),
});
const rules = z.array(z.object({ backendRefs: z.array(z.unknown()).default([]) }));
const policy = z.object({
  timeout: z.object({
    tcp: z.object({ connectTimeout: z.string() }),
    http: z.object({ connectionIdleTimeout: z.string() }),
  }),
  retry: z.object({ retryOn: z.object({ triggers: z.array(z.string()) }) }),
  healthCheck: z.object({ active: z.object({ interval: z.string(), timeout: z.string() }) }),
});

const manifests = ingressManifests(exampleSite(), {
  namespace: 'wellspring',
  ports: { gateway: 8_080, console: 8_082 },
}).map((manifest) => object.parse(manifest));

const policies = manifests.filter(({ kind }) => kind === 'BackendTrafficPolicy');

describe('what leads to a service', () => {
  const routes = manifests.filter(
    ({ kind, spec }) =>
      kind === 'HTTPRoute' && rules.parse(spec['rules']).some(({ backendRefs }) => backendRefs.length),
  );

  it('says for each service how connections to it are kept', () => {
    expect(routes.map(({ metadata }) => metadata)).toEqual(policies.map(({ metadata }) => metadata));
    expect(routes).toHaveLength(2);
  });

  it.each(policies.map(({ metadata, spec }) => [metadata.name, policy.parse(spec)] as const))(
    'waits for nobody who is gone, and meets no connection that is just being closed: %s',
    (_name, { timeout, retry, healthCheck: { active } }) => {
      const seconds = (text: string): number => Number(/^(\d+)s$/.exec(text)?.[1]);
      expect(seconds(timeout.tcp.connectTimeout)).toBeLessThanOrEqual(1);
      // Services that leave close them after some five seconds.
      expect(seconds(timeout.http.connectionIdleTimeout)).toBeLessThan(4);
      expect(seconds(active.interval) + seconds(active.timeout)).toBeLessThanOrEqual(2);
      // A payment must not be sent twice by whoever does not know what it is.
      expect(
        retry.retryOn.triggers.filter((trigger) => !['connect-failure', 'refused-stream'].includes(trigger)),
      ).toEqual([]);
    },
  );
});
