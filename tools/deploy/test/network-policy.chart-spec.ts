import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';
import { firewallFlows } from '../firewall.ts';
import { addressesOf } from '../flow.ts';
import { oldPortalPlaces } from '../old-portals.ts';
import { readServiceValues } from '../values.ts';
import { allows, openings } from './policies.ts';
import { apps, environments, find, render, services } from './rendering.ts';
import { policyOf, type Policy } from './workload.ts';

async function policiesOf(environment: string): Promise<Map<string, Policy>> {
  const entries = services.map(async ({ name }): Promise<[string, Policy]> => [
    name,
    policyOf(find(await render(environment, name), 'NetworkPolicy', name)),
  ]);
  return new Map(await Promise.all(entries));
}

describe.each(environments)('the network policies of %s', (environment) => {
  it('let services call each other exactly as service.yaml declares', async () => {
    const policies = [...(await policiesOf(environment))].map(([name, policy]) => ({ name, policy }));
    const allowed = policies.flatMap((from) =>
      policies.flatMap((to) => {
        const ports = services.find(({ name }) => name === to.name)?.ports;
        return [ports?.service ?? 0, ports?.management ?? 0]
          .filter((port) => allows(from, to, port))
          .map((port) => `${from.name} → ${to.name}:${port}`);
      }),
    );
    const declared = services.flatMap((from) =>
      from.calls.flatMap(({ app, port }) => {
        const to = services.find(({ name }) => name === app);
        return to ? [`${from.name} → ${to.name}:${to.ports[port] ?? 0}`] : [];
      }),
    );
    expect(allowed.sort()).toEqual([...new Set(declared)].sort());
  });

  it('let every service reach every address it is given, and nothing else', async () => {
    const policies = await policiesOf(environment);
    for (const app of services) {
      const values = readServiceValues(workspaceRoot, environment, app.name);
      const settings = find(await render(environment, app.name), 'ConfigMap', `${app.name}-settings`)['data'] as Record<
        string,
        string
      >;
      const reachable = app.calls.flatMap(({ app: callee, env, as }) => {
        if (as === 'profile') {
          return oldPortalPlaces(workspaceRoot, environment).flatMap(({ urls, networks }) =>
            networks.flatMap((network) => addressesOf(urls).map(({ port }) => `${network}:${port}/TCP`)),
          );
        }
        // From what the process is told, not from the topology: what it calls is what it has an address for.
        const told = settings[env] ?? '';
        const listed = told.split(' ').find((entry) => entry.startsWith(`${callee}=`));
        const addresses = addressesOf(as === 'list' ? (listed?.slice(callee.length + 1) ?? '') : told);
        const isSibling = services.some(({ name }) => name === callee);
        if (isSibling) expect(addresses.map(({ host }) => host)).toEqual([callee]);
        const targets = isSibling ? [callee] : (values.outside[env]?.networks ?? []);
        return targets.flatMap((target) => addresses.map(({ port }) => `${target}:${port}/TCP`));
      });
      const database = app.database
        ? values.database.networks.map((network) => `${network}:${values.database.port}/TCP`)
        : [];
      const apiServer = values.readsPods
        ? values.network.apiServerNetworks.flatMap((network) => [`${network}:443/TCP`, `${network}:6443/TCP`])
        : [];
      const policy = policies.get(app.name);
      const open = policy ? openings(policy, 'egress') : [];
      const dns = ['kube-system/*:53/TCP', 'kube-system/*:53/UDP'];
      expect([...new Set(open)]).toEqual([...new Set([...dns, ...database, ...apiServer, ...reachable])].sort());
    }
  });

  it('let the gateway look up the pods of what it calls, by names that there are', async () => {
    const settings = find(await render(environment, 'gateway'), 'ConfigMap', 'gateway-settings')['data'] as Record<
      string,
      string
    >;
    const names = (settings['UPSTREAMS'] ?? '').split(' ').map((entry) => entry.split('=')[0] ?? '');
    expect(names).toContain('billing');
    for (const name of names) {
      find(await render(environment, name), 'Service', `${name}${settings['UPSTREAM_PODS_SUFFIX'] ?? '?'}`);
    }
  });

  it('give no address of a system that is not declared as called', async () => {
    for (const app of services) {
      const settings = find(await render(environment, app.name), 'ConfigMap', `${app.name}-settings`)['data'] as Record<
        string,
        string
      >;
      const declared = [...app.calls.map(({ env }) => env), 'PUBLIC_URL', 'CONSOLE_URL'];
      const addresses = Object.entries(settings).filter(([, value]) => /^https?:/.test(value));
      expect(addresses.map(([name]) => name).filter((name) => !declared.includes(name))).toEqual([]);
    }
  });

  it('let strangers in only where somebody has to get in', async () => {
    const policies = await policiesOf(environment);
    for (const app of services) {
      const policy = policies.get(app.name);
      const values = readServiceValues(workspaceRoot, environment, app.name);
      expect(policy?.policyTypes).toEqual(['Ingress', 'Egress']);
      const strangers = policy ? openings(policy, 'ingress').filter((opening) => opening.includes('/')) : [];
      const { service, management } = app.ports;
      const notSiblings = strangers.filter((opening) => !services.some(({ name }) => opening.startsWith(`${name}:`)));
      const expected = [
        `monitoring/*:${management ?? 0}/TCP`,
        ...(app.public || app.operators
          ? [`${values.network[app.operators ? 'operatorIngress' : 'ingress'].namespace}/*:${service}/TCP`]
          : []),
        ...values.network.apiServerNetworks.flatMap((network) => [
          `${network}:${service}/TCP`,
          `${network}:${management ?? 0}/TCP`,
        ]),
        ...Object.values(values.callers).flatMap(({ networks }) =>
          networks.map((network) => `${network}:${management ?? 0}/TCP`),
        ),
      ];
      expect(notSiblings).toEqual(expected.sort());
    }
  });

  it('let a migration reach its database and nothing else', async () => {
    for (const { name } of services.filter(({ database }) => database)) {
      const policy = policyOf(find(await render(environment, name), 'NetworkPolicy', `${name}-migration`));
      const { database } = readServiceValues(workspaceRoot, environment, name);
      expect(policy.ingress).toEqual([]);
      expect(openings(policy, 'egress')).toEqual(
        [
          'kube-system/*:53/TCP',
          'kube-system/*:53/UDP',
          ...database.networks.map((network) => `${network}:${database.port}/TCP`),
        ].sort(),
      );
    }
  });

  it('open as many ways as the firewall list has', async () => {
    const flows = firewallFlows(workspaceRoot, environment, apps).filter(({ to }) => to.startsWith('pods of '));
    const policies = [...(await policiesOf(environment)).values()];
    expect(flows).toHaveLength(policies.flatMap((policy) => openings(policy, 'ingress')).length);
  });
});

describe('a service that calls what is not declared', () => {
  it('is stopped by both ends', async () => {
    const policies = await policiesOf('production');
    const [identity, billing] = [policies.get('identity'), policies.get('billing')];
    if (!identity || !billing) throw new Error('no policies');
    expect(allows({ name: 'identity', policy: identity }, { name: 'billing', policy: billing }, 3030)).toBe(false);
    expect(openings(identity, 'egress').join()).not.toContain('billing');
    expect(openings(billing, 'ingress').join()).not.toContain('identity');
  });
});
