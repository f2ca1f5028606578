/**
 * The whole system on a real cluster, and what its customers notice of what is done to it. Cases build on each other: each
 * begins with everything deployed and ready, and leaves it so.
 */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { apiRequest } from '../api-request.ts';
import { nodeMachine } from '../local/layout.ts';
import { setCable } from '../local/network.ts';
import { until } from '../local/until.ts';
import { drain, uncordon } from './drain.ts';
import { Load, type Outcome } from './load.ts';
import { podsIn, processOf, reachableFrom, type Pod } from './pods.ts';
import { everyAttempt, type Attempt } from './policies.ts';
import { ingressNamespace, namespace, WholeSystem } from './whole-system.ts';

jest.setTimeout(1_200_000);

const nodes = 3;
const customers = 20;
const crmCustomers = z.object({ items: z.array(z.object({ email: z.string() })) });
const charges = z.object({ items: z.array(z.object({})) });

let system: WholeSystem;
let load: Load;

beforeAll(async () => {
  system = await WholeSystem.start(nodes);
  system.release(...system.services.map(({ name }) => name));
  const { outcomes, reasons } = await system.deploy();
  expect({ outcomes, reasons }).toEqual({ outcomes: everyService('deployed'), reasons: expect.any(String) });
  await system.settled();
  const answer = await fetch(`${system.outside.backofficeUrl}/crm/customers?changedAfter=0&limit=${customers}`);
  const emails = crmCustomers.parse(await answer.json()).items.map(({ email }) => email);
  load = await Load.signIn(system.publicUrl, emails);
});

afterAll(() => system.stop());

function everyService(outcome: string): Record<string, string> {
  return Object.fromEntries(system.services.map(({ name }) => [name, outcome]));
}

/** Says what was measured, and what was seen of failures. */
function report(what: string, { requests, posts, failures, troubleMs, slowestMs }: Outcome): void {
  const lines = failures.slice(0, 5).map(({ atMs, ms, what: seen }) => `\n    at ${atMs} ms, after ${ms} ms: ${seen}`);
  process.stderr.write(
    `${what}: ${requests} requests (${posts} POSTs), ${failures.length} failed within ${troubleMs} ms, slowest ${slowestMs} ms${lines.join('')}\n`,
  );
}

async function onePodOfEach(): Promise<Pod[]> {
  const pods = (await system.pods()).filter(({ isReady }) => isReady);
  return system.services.flatMap(({ name }) => pods.find(({ app }) => app === name) ?? []);
}

describe('policies', () => {
  it('let through what service.yaml files declare, and nothing else', async () => {
    const [ingress, stranger] = await Promise.all(
      ['ingress', 'stranger'].map(async (name) =>
        (await podsIn(system.client, ingressNamespace)).find((pod) => pod.app === name),
      ),
    );
    if (!ingress || !stranger) throw new Error('The ingress or the stranger is gone');
    const attempts = everyAttempt(await onePodOfEach(), ingress, stranger);
    const wrong: string[] = [];
    for (const [from, tried] of Map.groupBy(attempts, (attempt) => attempt.from)) {
      const open = await reachableFrom(
        from,
        tried.map(({ place }) => place),
      );
      wrong.push(...tried.flatMap((attempt, index) => faultOf(attempt, open[index] ?? false)));
    }
    const declared = attempts.filter(({ isDeclared }) => isDeclared).length;
    process.stderr.write(`policies: ${attempts.length} connections tried, ${declared} of them declared\n`);
    expect(wrong).toEqual([]);
    expect(attempts.length - declared).toBeGreaterThan(declared);
  });

  function faultOf({ from, to, isDeclared }: Attempt, isOpen: boolean): string[] {
    return isOpen === isDeclared ? [] : [`${from.app} → ${to}: ${isOpen ? 'gets through' : 'does not get through'}`];
  }
});

describe('admission', () => {
  it('refuses a privileged pod', async () => {
    const body = {
      metadata: { name: 'privileged' },
      spec: { containers: [{ name: 'x', image: 'x', securityContext: { privileged: true } }] },
    };
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const answer = await apiRequest(system.client, { method: 'POST', path, body });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatch(/violates PodSecurity \\"restricted/);
  });
});

describe('customers notice nothing', () => {
  it('of a release of every service', async () => {
    const seen = await load.during(async () => {
      system.release(...system.services.map(({ name }) => name));
      const { outcomes, reasons } = await system.deploy();
      expect({ outcomes, reasons }).toEqual({ outcomes: everyService('deployed'), reasons: expect.any(String) });
      await system.settled();
    });
    report('release of every service', seen);
    expect(seen.failures).toEqual([]);
  });

  it('of an image that is not to be had', async () => {
    const seen = await load.during(async () => {
      system.repository.releaseAll({ portal: `sha256:${'f'.repeat(64)}` });
      const { outcomes, reasons } = await system.deploy('--service=portal');
      expect(outcomes).toEqual({ portal: 'failed' });
      expect(reasons).toMatch(/given up, since waiting does not mend this/);
    });
    report('an image that is not to be had', seen);
    expect(seen.failures).toEqual([]);
    await system.settled();
  });

  it('of a deployment that was killed half-way, nor of its recovery', async () => {
    const seen = await load.during(async () => {
      const before = new Set((await system.pods('portal')).map(({ uid }) => uid));
      system.release('portal');
      await system.repository.deployCutShort(() =>
        until('a new pod is there', 120_000, async () =>
          (await system.pods('portal')).some(({ uid }) => !before.has(uid)),
        ),
      );
      const { outcomes } = await system.deploy('--service=portal', '--recover');
      expect(outcomes).toEqual({ portal: 'deployed' });
      await system.settled();
    });
    report('a killed deployment and its recovery', seen);
    expect(seen.failures).toEqual([]);
  });

  it('of a node that is drained', async () => {
    const node = nodeMachine(2).name;
    const seen = await load.during(async () => {
      await drain(system.client, node, namespace);
      await system.settled();
    });
    await uncordon(system.client, node);
    report('drain', seen);
    expect(seen.failures).toEqual([]);
  });
});

describe('customers are told honestly, and soon', () => {
  it('when a pod is killed', async () => {
    const seen = await load.during(async () => {
      for (const app of ['gateway', 'billing', 'identity', 'portal']) {
        const [pod] = await system.pods(app);
        if (!pod) throw new Error(`There is no pod of ${app}`);
        process.kill(processOf(pod), 'SIGKILL');
        await until(`${app} was started again`, 60_000, async () => (await restartsOf(pod)) > 0);
        await system.settled();
      }
    });
    report('SIGKILL of a pod of four services', seen);
    // Until the cluster knows, the Service leads half of all connections to where nobody is.
    expect(seen.failures.filter(({ ms }) => ms > 5_000)).toEqual([]);
    expect(seen.failures.length).toBeLessThan(seen.requests / 20);
  });

  it('when a node is unplugged, and when it comes back', async () => {
    const node = nodeMachine(3);
    const seen = await load.during(async () => {
      setCable(node, false);
      try {
        await until('the cluster knows', 120_000, async () => !(await isNodeReady(node.name)));
      } finally {
        setCable(node, true);
      }
      await until('the node is back', 120_000, () => isNodeReady(node.name));
      await system.settled(300_000);
    });
    report('a node unplugged until the cluster knew', seen);
    expect(seen.failures.filter(({ ms }) => ms > 11_000)).toEqual([]);
  });
});

describe('payments', () => {
  it('were each charged once, whatever happened meanwhile', async () => {
    expect(load.payments.size).toBeGreaterThan(0);
    const expected = [...load.payments.values()];
    let counts: number[] = [];
    await until('every payment was charged', 120_000, async () => {
      counts = await Promise.all(expected.map(chargesOf));
      return counts.every((count) => count > 0);
    });
    process.stderr.write(`payments: ${expected.length} accepted, ${counts.length} charged\n`);
    expect(counts.filter((count) => count !== 1)).toEqual([]);
  });
});

/** How often the payment provider took the money. */
async function chargesOf(reference: string): Promise<number> {
  const answer = await fetch(`${system.outside.backofficeUrl}/payment-provider/charges?reference=${reference}`);
  return charges.parse(await answer.json()).items.length;
}

const restarts = z.object({
  status: z.object({ containerStatuses: z.array(z.object({ restartCount: z.number() })).default([]) }),
});

async function restartsOf({ name }: Pod): Promise<number> {
  const { body } = await apiRequest(system.client, { path: `/api/v1/namespaces/${namespace}/pods/${name}` });
  return restarts.parse(JSON.parse(body)).status.containerStatuses[0]?.restartCount ?? 0;
}

const nodeStatus = z.object({
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })) }),
});

async function isNodeReady(name: string): Promise<boolean> {
  const { body } = await apiRequest(system.client, { path: `/api/v1/nodes/${name}` });
  const { conditions } = nodeStatus.parse(JSON.parse(body)).status;
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
