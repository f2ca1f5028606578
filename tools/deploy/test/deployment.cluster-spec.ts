import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { apiRequest, type Answer, type ApiRequest } from '../../cluster/api-request.ts';
import { startControlPlane, type ControlPlane } from '../../cluster/api-server.ts';
import { DeploymentSite } from './deployment-site.ts';
import type { CommandResult } from './site-repository.ts';

jest.setTimeout(300_000);

let cluster: ControlPlane;
const sites: DeploymentSite[] = [];

beforeAll(async () => {
  cluster = await startControlPlane();
});

afterAll(async () => {
  for (const site of sites) await site.close();
  await cluster.stop();
});

async function newSite(name: string): Promise<DeploymentSite> {
  const site = await DeploymentSite.create(name, cluster.kubeconfig, cluster.client);
  sites.push(site);
  return site;
}

const results = z.array(z.object({ service: z.string(), outcome: z.string(), reasons: z.array(z.string()) }));
const statuses = z.array(z.object({ service: z.string(), state: z.string() }));
const plans = z.array(
  z.object({
    service: z.string(),
    installs: z.boolean(),
    outdatedRecord: z.boolean(),
    hooks: z.array(z.string()),
    changes: z.array(
      z.object({
        object: z.string(),
        action: z.string(),
        fields: z.array(z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
      }),
    ),
  }),
);

function outcomes({ json }: CommandResult): Record<string, string> {
  return Object.fromEntries(results.parse(json).map(({ service, outcome }) => [service, outcome]));
}

function reasonsOf({ json }: CommandResult): string {
  return results
    .parse(json)
    .flatMap(({ reasons }) => reasons)
    .join('\n');
}

async function stateOf(site: DeploymentSite, service: string): Promise<string | undefined> {
  return statuses.parse((await site.deploy('status')).json).find((status) => status.service === service)?.state;
}

/** A request about objects in the site's namespace, past Helm and our command. */
function ask(site: DeploymentSite, group: string, what: string, more: Partial<ApiRequest> = {}): Promise<Answer> {
  return apiRequest(cluster.client, { path: `/${group}/namespaces/${site.namespace}/${what}`, ...more });
}

async function imageOf(site: DeploymentSite, service: string): Promise<string | undefined> {
  const { body } = await ask(site, 'apis/apps/v1', `deployments/${service}`);
  return /"image":"([^"]+)"/.exec(body)?.[1];
}

async function digestOf(site: DeploymentSite, service: string): Promise<string> {
  return (await imageOf(site, service))?.split('@')[1] ?? '';
}

async function podsOf(site: DeploymentSite, service: string): Promise<string[]> {
  const selector = encodeURIComponent(`app.kubernetes.io/name=${service},app.kubernetes.io/component=service`);
  const { body } = await ask(site, 'api/v1', `pods?labelSelector=${selector}`);
  const list = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });
  return list
    .parse(JSON.parse(body))
    .items.map(({ metadata }) => metadata.name)
    .sort();
}

async function settingsOf(site: DeploymentSite, service: string): Promise<Record<string, string>> {
  return dataOf(site, `${service}-settings`);
}

/** Text of the files that a service is given. */
async function filesOf(site: DeploymentSite, service: string): Promise<Record<string, string>> {
  return dataOf(site, `${service}-files`);
}

async function dataOf(site: DeploymentSite, configMap: string): Promise<Record<string, string>> {
  const { body } = await ask(site, 'api/v1', `configmaps/${configMap}`);
  return z.object({ data: z.record(z.string(), z.string()) }).parse(JSON.parse(body)).data;
}

describe('a whole lock', () => {
  let site: DeploymentSite;
  beforeAll(async () => {
    site = await newSite('whole');
    for (const service of ['gateway', 'identity', 'billing', 'portal', 'console']) await site.release(service);
  });

  it('is planned without anything being done', async () => {
    const { code, json, progress } = await site.deploy('plan');
    expect(code).toBe(0);
    const billing = plans.parse(json).find(({ service }) => service === 'billing');
    expect(billing).toMatchObject({ installs: true, hooks: ['Job/billing-migration'] });
    expect(billing?.changes.map(({ object, action }) => `${action} ${object}`)).toEqual(
      expect.arrayContaining(['create Deployment/billing', 'create NetworkPolicy/billing']),
    );
    expect(progress).toContain('+ billing');
    expect(await stateOf(site, 'billing')).toBe('absent');
  });

  it('is deployed where Pod Security "restricted" is enforced, callees before callers', async () => {
    const result = await site.deploy('apply');
    expect(outcomes(result)).toEqual({
      billing: 'deployed',
      identity: 'deployed',
      portal: 'deployed',
      gateway: 'deployed',
      console: 'deployed',
    });
    expect(result.code).toBe(0);
    const order = Object.keys(outcomes(result));
    expect(order.indexOf('gateway')).toBeGreaterThan(
      Math.max(order.indexOf('billing'), order.indexOf('identity'), order.indexOf('portal')),
    );
    expect(result.progress).toMatch(/billing +installing 0{11}\d/);
    expect(result.progress).toMatch(/billing +deployed/);
  });

  it('is then as locked, with nothing left to plan', async () => {
    const status = await site.deploy('status');
    const locked = statuses.parse(status.json).filter(({ state }) => state !== 'never deployed');
    expect(locked.map(({ service, state }) => `${service} ${state}`).sort()).toEqual(
      ['billing', 'console', 'gateway', 'identity', 'portal'].map((service) => `${service} as locked`),
    );
    expect(status.code).toBe(0);
    expect(plans.parse((await site.deploy('plan')).json).flatMap(({ changes }) => changes)).toEqual([]);
  });

  it('leaves alone what has not changed', async () => {
    await site.release('portal');
    expect(outcomes(await site.deploy('apply'))).toEqual({
      billing: 'unchanged',
      identity: 'unchanged',
      portal: 'deployed',
      gateway: 'unchanged',
      console: 'unchanged',
    });
  });

  it('moves the gateway alone when migration.yaml changes, and restarts nothing', async () => {
    const before = await podsOf(site, 'gateway');
    site.edit('migration.yaml', { capabilities: { invoices: { title: 'Bills' } } });
    for (const service of ['gateway', 'identity', 'billing', 'portal', 'console']) {
      await site.release(service, await digestOf(site, service));
    }
    const result = await site.deploy('apply');
    expect(outcomes(result)).toEqual({
      billing: 'unchanged',
      identity: 'unchanged',
      portal: 'unchanged',
      gateway: 'deployed',
      console: 'unchanged',
    });
    expect(result.progress).toMatch(/gateway +migration.yaml in force in every pod/);
    expect(await podsOf(site, 'gateway')).toEqual(before);
  });

  it('takes a migration.yaml back that a gateway does not put in force', async () => {
    const before = await filesOf(site, 'gateway');
    site.edit('migration.yaml', { capabilities: { invoices: { title: 'Refused' } } });
    await site.release('gateway', await digestOf(site, 'gateway'));
    site.behaviour.refusesFile = true;
    const result = await site.deploy('apply', '--service=gateway');
    site.behaviour.refusesFile = false;
    expect(outcomes(result)).toEqual({ gateway: 'rolled back' });
    expect(reasonsOf(result)).toMatch(/gateway-\S+ does not have the new migration.yaml in force: the file on disk/);
    expect(await filesOf(site, 'gateway')).toEqual(before);
  });

  it('really is where Pod Security is enforced', async () => {
    const privileged = {
      metadata: { name: 'privileged' },
      spec: { containers: [{ name: 'x', image: 'x', securityContext: { privileged: true } }] },
    };
    const { status, body } = await ask(site, 'api/v1', 'pods', { method: 'POST', body: privileged });
    expect(status).toBe(403);
    expect(body).toMatch(/violates PodSecurity \\"restricted/);
  });
});

describe('one service', () => {
  let site: DeploymentSite;
  let first: string;
  const firstDigest = `sha256:${'a'.repeat(64)}`;

  beforeAll(async () => {
    site = await newSite('one');
    first = await site.release('billing', firstDigest);
    expect(outcomes(await site.deploy('apply'))).toEqual({ billing: 'deployed' });
  });

  it('is upgraded, and the plan names every field that changes', async () => {
    const digest = site.newDigest();
    await site.release('billing', digest);
    const [plan] = plans.parse((await site.deploy('plan', '--service=billing')).json);
    const deployment = plan?.changes.find(({ object }) => object === 'Deployment/billing');
    expect(deployment?.fields).toContainEqual({
      path: 'spec.template.spec.containers[billing].image',
      before: expect.stringContaining(firstDigest),
      after: expect.stringContaining(digest),
    });
    expect(deployment?.fields.some(({ path }) => path.includes('selector'))).toBe(false);
    expect(outcomes(await site.deploy('apply', '--service=billing'))).toEqual({ billing: 'deployed' });
    expect(await imageOf(site, 'billing')).toContain(digest);
  });

  it('keeps running the version before when the migration fails', async () => {
    const before = await imageOf(site, 'billing');
    await site.release('billing');
    site.behaviour.migration = 'failed';
    const result = await site.deploy('apply');
    site.behaviour.migration = 'succeeded';
    expect(result.code).toBe(1);
    expect(outcomes(result)).toEqual({ billing: 'failed' });
    expect(reasonsOf(result)).toMatch(/pre-upgrade hooks failed/);
    expect(await imageOf(site, 'billing')).toBe(before);
    expect(await stateOf(site, 'billing')).toBe('other release');
  });

  it('is taken back by Helm when its pods do not become ready in time', async () => {
    const before = await imageOf(site, 'billing');
    site.edit('environment.yaml', { timeoutSeconds: 15 });
    await site.release('billing');
    site.behaviour.pods = 'unready';
    const result = await site.deploy('apply');
    site.behaviour.pods = 'ready';
    expect(outcomes(result)).toEqual({ billing: 'failed' });
    expect(reasonsOf(result)).toMatch(/rolled back due to atomic being set/);
    expect(result.progress).toMatch(/1 of 2 pods ready/);
    expect(await imageOf(site, 'billing')).toBe(before);
    site.edit('environment.yaml', { timeoutSeconds: 60 });
  });

  it('is taken back without waiting for the time-out when its image is not to be had', async () => {
    const before = await imageOf(site, 'billing');
    site.edit('environment.yaml', { timeoutSeconds: 240 });
    await site.release('billing');
    site.behaviour.pods = 'imageless';
    const startedMs = performance.now();
    const result = await site.deploy('apply');
    site.behaviour.pods = 'ready';
    expect(outcomes(result)).toEqual({ billing: 'failed' });
    expect(reasonsOf(result)).toMatch(
      /^given up, since waiting does not mend this: billing-\S+: ErrImagePull: .*not found/,
    );
    expect(performance.now() - startedMs).toBeLessThan(120_000);
    expect(await imageOf(site, 'billing')).toBe(before);
    site.edit('environment.yaml', { timeoutSeconds: 60 });
  });

  it('is brought back to what ran before when a deployment was killed half-way, and then deployed', async () => {
    const before = await imageOf(site, 'billing');
    await site.release('billing');
    site.behaviour.pods = 'unready';
    await site.deployCutShort(() => untilUpgrading(site, before));
    site.behaviour.pods = 'ready';
    const waiting = await site.deploy('apply');
    expect(outcomes(waiting)).toEqual({ billing: 'refused' });
    expect(reasonsOf(waiting)).toMatch(/may still be under way/);
    const result = await site.deploy('apply', '--recover');
    expect(result.progress).toMatch(/was cut short; .*bringing it back to revision \d+/s);
    expect(outcomes(result)).toEqual({ billing: 'deployed' });
    expect(await imageOf(site, 'billing')).not.toBe(before);
  });

  it('is not deployed again after it was taken back, unless somebody says why', async () => {
    const digest = site.newDigest();
    await site.release('billing', digest);
    site.behaviour.ready = false;
    expect(outcomes(await site.deploy('apply'))).toEqual({ billing: 'rolled back' });
    site.behaviour.ready = true;
    const refused = await site.deploy('apply');
    expect(refused.code).toBe(1);
    expect(outcomes(refused)).toEqual({ billing: 'refused' });
    expect(reasonsOf(refused)).toContain(`${digest} was taken back at`);
    expect(outcomes(await site.deploy('apply', '--again=the database was full'))).toEqual({ billing: 'deployed' });
  });

  it('is taken back when it is not well', async () => {
    const before = await imageOf(site, 'billing');
    await site.release('billing');
    site.behaviour.ready = false;
    const result = await site.deploy('apply');
    site.behaviour.ready = true;
    expect(outcomes(result)).toEqual({ billing: 'rolled back' });
    expect(reasonsOf(result)).toMatch(/\/health\/ready: 503/);
    expect(await imageOf(site, 'billing')).toBe(before);
  });

  it('is taken back when it fails more requests than before, and says what was seen', async () => {
    const before = await imageOf(site, 'billing');
    await site.release('billing');
    const deploying = site.deploy('apply');
    site.behaviour.errorShare = 0;
    const failing = untilUpgrading(site, before).then(() => (site.behaviour.errorShare = 0.3));
    const result = await deploying;
    await failing;
    site.behaviour.errorShare = 0;
    expect(result.code).toBe(1);
    expect(outcomes(result)).toEqual({ billing: 'rolled back' });
    expect(reasonsOf(result)).toMatch(/% of \d+ requests failed, before it were 0\.0 %/);
    expect(result.progress).toMatch(/rolling back to revision \d+/);
    expect(await imageOf(site, 'billing')).toBe(before);
  });

  it('shows and mends what was changed by hand', async () => {
    await site.release('billing', firstDigest);
    await site.deploy('apply');
    expect(await stateOf(site, 'billing')).toBe('as locked');
    const byHand = { spec: { minReadySeconds: 1, template: { spec: { terminationGracePeriodSeconds: 5 } } } };
    await ask(site, 'apis/apps/v1', 'deployments/billing', { method: 'PATCH', body: byHand });
    const status = await site.deploy('status');
    expect(status.code).toBe(1);
    expect(statuses.parse(status.json).find(({ service }) => service === 'billing')?.state).toBe('changed by hand');
    expect(status.progress).toContain('spec.minReadySeconds: is 1, was released as 0');
    expect(outcomes(await site.deploy('apply'))).toEqual({ billing: 'deployed' });
    expect(await stateOf(site, 'billing')).toBe('as locked');
  });

  it('goes back to how the lock was at a commit, values included, and the lock says so again', async () => {
    site.edit('values/billing.yaml', { service: { settings: { LOG_LEVEL: 'debug' } } });
    await site.release('billing');
    expect(outcomes(await site.deploy('apply'))).toEqual({ billing: 'deployed' });
    expect(await settingsOf(site, 'billing')).toMatchObject({ LOG_LEVEL: 'debug' });

    const result = await site.deploy('rollback', `--to=${first}`);
    expect(outcomes(result)).toEqual({ billing: 'deployed' });
    expect(result.progress).toContain('The lock now says so too (billing): commit it.');
    expect(await imageOf(site, 'billing')).toContain(firstDigest);
    expect(await settingsOf(site, 'billing')).not.toHaveProperty('LOG_LEVEL');
    expect(await stateOf(site, 'billing')).toBe('as locked');
  });

  it('is not deployed from a chart of another version than the lock names', async () => {
    site.edit('../../charts/billing/Chart.yaml', { version: '0.2.0' });
    const commit = site.commit('another chart');
    site.edit('release.lock.yaml', { services: { billing: { commit } } });
    const result = await site.deploy('apply');
    expect(result.code).toBe(2);
    expect(result.progress).toContain('The lock says chart billing 0.1.0');
  });
});

describe('where there is no room', () => {
  it('nothing is left behind, and the reason is named', async () => {
    const site = await newSite('crowded');
    const quota = { metadata: { name: 'small' }, spec: { hard: { pods: '0' } } };
    await ask(site, 'api/v1', 'resourcequotas', { method: 'POST', body: quota });
    site.edit('environment.yaml', { timeoutSeconds: 15 });
    await site.release('portal');
    const result = await site.deploy('apply');
    expect(outcomes(result)).toEqual({ portal: 'failed' });
    expect(reasonsOf(result)).toMatch(/exceeded quota: small/);
    expect(await stateOf(site, 'portal')).toBe('absent');
  });
});

describe('a cluster that was brought by hand to what the lock says', () => {
  it('is released all the same, so that a later failure does not go back to what was before', async () => {
    const site = await newSite('recorded');
    await site.release('portal');
    await site.deploy('apply');
    site.edit('values/portal.yaml', { service: { rollout: { minReadySeconds: 1 } } });
    await site.release('portal', await digestOf(site, 'portal'));
    await ask(site, 'apis/apps/v1', 'deployments/portal', { method: 'PATCH', body: { spec: { minReadySeconds: 1 } } });
    const [plan] = plans.parse((await site.deploy('plan')).json);
    expect(plan).toMatchObject({ changes: [], outdatedRecord: true });
    expect(outcomes(await site.deploy('apply'))).toEqual({ portal: 'deployed' });
    expect(plans.parse((await site.deploy('plan')).json)[0]).toMatchObject({ changes: [], outdatedRecord: false });
  });
});

describe('the number of pods', () => {
  it('never falls below what runs when it is left to the load, and fixed again', async () => {
    const site = await newSite('counted');
    site.edit('values/portal.yaml', { service: { replicas: { min: 3, max: 3 } } });
    await site.release('portal');
    await site.deploy('apply');
    await untilReplicas(site, 'portal', 3);
    const seen = await watchReplicas(site, 'portal', async () => {
      site.edit('values/portal.yaml', { service: { replicas: { min: 2, max: 6 } } });
      await site.release('portal');
      const autoscaled = await site.deploy('apply');
      expect(outcomes(autoscaled)).toEqual({ portal: 'deployed' });
      site.edit('values/portal.yaml', { service: { replicas: { min: 4, max: 4 } } });
      await site.release('portal');
      expect(outcomes(await site.deploy('apply'))).toEqual({ portal: 'deployed' });
      await untilReplicas(site, 'portal', 4);
    });
    expect(Math.min(...seen)).toBe(3);
  });
});

async function replicasOf(site: DeploymentSite, service: string): Promise<number> {
  const { body } = await ask(site, 'apis/apps/v1', `deployments/${service}`);
  return z.object({ spec: z.object({ replicas: z.number() }) }).parse(JSON.parse(body)).spec.replicas;
}

async function untilReplicas(site: DeploymentSite, service: string, count: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while ((await replicasOf(site, service)) !== count) {
    if (Date.now() > deadline) throw new Error(`${service} never had ${count} pods`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @returns every number of pods that was wanted while `work` went on. */
async function watchReplicas(site: DeploymentSite, service: string, work: () => Promise<void>): Promise<Set<number>> {
  const seen = new Set<number>();
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      seen.add(await replicasOf(site, service));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  try {
    await work();
  } finally {
    over.abort();
    await watching;
  }
  return seen;
}

/** Until the Deployment has another image than before: then the new version is coming. */
async function untilUpgrading(site: DeploymentSite, before: string | undefined): Promise<void> {
  const deadline = Date.now() + 60_000;
  while ((await imageOf(site, 'billing')) === before) {
    if (Date.now() > deadline) throw new Error('No upgrade was seen');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
