/**
 * The whole system on a real cluster, and what its customers notice of what is done to it. Cases build on each other: each
 * begins with everything deployed and ready, and leaves it so.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { apiRequest } from '../api-request.ts';
import { nodeMachine, type Machine } from '../local/layout.ts';
import { setCable } from '../local/network.ts';
import { until } from '../local/until.ts';
import { drain, isNodeReady, uncordon } from './nodes.ts';
import { knockAtEvery } from './entrance.ts';
import { liveDuring } from './live-connections.ts';
import { Load, type Failure, type Outcome } from './load.ts';
import { moveCapability } from './moved-capability.ts';
import { isGone, podsIn, processOf, reachableFrom, restartsOf, type Pod } from './pods.ts';
import { oldPortalAddress, strangerAddress } from './outside.ts';
import { everyAttempt, type Attempt } from './policies.ts';
import { needsDuring, type Need } from './pod-usage.ts';
import { rotatedKeys } from './rotated-keys.ts';
import { requestsByPod, sharesBetween } from './shares.ts';
import { ingressNamespace, namespace, WholeSystem, zones } from './whole-system.ts';

jest.setTimeout(1_200_000);

const customers = 20;
/** It takes two or three seconds to know of what is gone; a machine that is short of processor may take longer. */
const toldWithinMs = 10_000;
const measuredMs = 30_000;
/** Of all customers, at two pods of each service: docs/performance.md. */
const laidOutForRequestsPerSecond = 60;
const crmCustomers = z.object({ items: z.array(z.object({ email: z.string() })) });
/** There is one pinpoint. */
const isManifold = ({ name }: { name: string }): boolean => name !== 'pinpoint';
const charges = z.object({ items: z.array(z.object({})) });

let system: WholeSystem;
let load: Load;

beforeAll(async () => {
  system = await WholeSystem.start();
  await releaseEvery();
  const answer = await fetch(`${system.outside.backofficeUrl}/crm/customers?changedAfter=0&limit=${customers}`);
  const emails = crmCustomers.parse(await answer.json()).items.map(({ email }) => email);
  load = await Load.signIn(system.publicUrl, emails);
});

afterAll(() => system.stop());

async function releaseEvery(): Promise<void> {
  const names = system.services.map(({ name }) => name);
  system.release(...names);
  await deployed(...names);
}

/** What the lock names by now. */
async function deployed(...services: string[]): Promise<void> {
  const { outcomes, reasons } = await system.deploy(...services.map((name) => `--service=${name}`));
  const expected = Object.fromEntries(services.map((name) => [name, 'deployed']));
  expect({ outcomes, reasons }).toEqual({ outcomes: expected, reasons: expect.any(String) });
  await system.settled();
}

/** Until they have left altogether, with what they had to finish. */
async function untilGone(...pods: Pod[]): Promise<void> {
  for (const { name } of pods) await until(`${name} is gone`, 240_000, () => isGone(system.client, namespace, name));
}

/** Says what was measured, and what was seen of failures. */
function report(what: string, seen: Outcome): void {
  const { requests, posts, failures, askedAgain, troubleMs, slowestMs, lateMs } = seen;
  const lines = failures
    .slice(0, 5)
    .map(({ beganMs, ms, what: seen }) => `\n    at ${beganMs} ms, for ${ms} ms: ${seen}`);
  process.stderr.write(
    `${what}: ${requests} requests (${posts} POSTs), ${askedAgain} asked again by the ingress, ` +
      `${failures.length} failed within ${troubleMs} ms, slowest ${slowestMs} ms, ourselves late by ${lateMs} ms${lines.join('')}\n`,
  );
}

function uidsOf(pods: Pod[]): string[] {
  return pods.map(({ uid }) => uid).toSorted();
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

  it("let the old portal to the gateway's keys, at nodes that have a gateway, and nobody else", async () => {
    const withGateway = new Set((await system.pods('gateway')).map(({ node }) => node));
    const knocks = await knockAtEvery([...zones.keys()], [oldPortalAddress, strangerAddress]);
    expect(knocks).toEqual(
      knocks.map(({ node, from }) => ({ node, from, isLetIn: from === oldPortalAddress && withGateway.has(node) })),
    );
    expect(knocks.some(({ isLetIn }) => isLetIn)).toBe(true);
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
    const seen = await load.during(releaseEvery);
    report('release of every service', seen);
    expect(seen.failures).toEqual([]);
  });

  it('of a release of the gateway but that WebSockets end, and others are opened at once', async () => {
    const seen = await load.during(async () => {
      const live = await liveDuring(system.publicUrl, customers, async () => {
        const leaving = await system.pods('gateway');
        system.release('gateway');
        await deployed('gateway');
        await untilGone(...leaving);
      });
      const { messages, ended, lost, longestGapMs, askedAgain } = live;
      process.stderr.write(
        `WebSockets: ${customers}, ${messages} messages, ${lost} of them lost, ${ended} ended, ${askedAgain} asked again by the ingress, longest gap ${longestGapMs} ms\n`,
      );
      expect(live.refused).toEqual([]);
      // Each once at least; those who come to the other gateway that leaves once more, or to one that is just closing.
      expect(ended).toBeGreaterThanOrEqual(customers);
      expect(ended).toBeLessThanOrEqual(3 * customers);
      expect(longestGapMs).toBeLessThan(toldWithinMs);
    });
    report('release of the gateway with WebSockets', seen);
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

  it('of a migration that fails, nor of the release that mends it', async () => {
    const seen = await load.during(async () => {
      const before = await system.pods('billing');
      system.releaseBroken('billing');
      const { outcomes, reasons } = await system.deploy('--service=billing');
      expect(outcomes).toEqual({ billing: 'failed' });
      expect(reasons).toMatch(/hooks failed/);
      expect(uidsOf(await system.pods('billing'))).toEqual(uidsOf(before));
      system.release('billing');
      await deployed('billing');
    });
    report('a migration that fails', seen);
    expect(seen.failures).toEqual([]);
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

  it('of a pod that the autoscaler adds for what it measures, nor of one that is taken away', async () => {
    const seen = await load.during(async () => {
      // As busy as this it always is.
      await setReplicas('billing', { min: 2, max: 3, targetCpuPercent: 1 });
      await until('there is another pod', 240_000, async () => (await readyPods('billing')).length === 3);
      const three = await system.pods('billing');
      const before = await requestsByPod(system, 'billing');
      let shares = new Map<string, number>();
      await until('every pod has its share', 120_000, async () => {
        shares = sharesBetween(before, await requestsByPod(system, 'billing'));
        return shares.size === 3 && Math.min(...shares.values()) > 1 / 6;
      });
      const inPercent = [...shares.values()].map((share) => `${Math.round(share * 100)} %`);
      process.stderr.write(`shares of the three pods: ${inPercent.join(', ')}\n`);

      await setReplicas('billing', { min: 2, max: 2, targetCpuPercent: 70 });
      await until('a pod has left', 240_000, async () => (await system.pods('billing')).length === 2);
      const staying = await system.pods('billing');
      await untilGone(...three.filter(({ uid }) => staying.every((pod) => pod.uid !== uid)));
      await system.settled();
    });
    report('a pod added and a pod taken away', seen);
    expect(seen.failures).toEqual([]);
  });

  it('of a capability that moves, and it has moved everywhere once that is said', async () => {
    const before = uidsOf(await system.pods('gateway'));
    const seen = await load.during(async () => {
      for (const [stage, side] of [
        ['new', 'new'],
        ['legacy', 'old'],
      ] as const) {
        const moved = await moveCapability(system, 'services', stage, { path: '/services', side });
        process.stderr.write(`services to the ${side} side: in force everywhere after ${moved.inForceAfterMs} ms\n`);
        expect(moved.wrongAfterwards).toBe(0);
        expect(moved.inForceAfterMs).toBeLessThan(20_000);
      }
    });
    report('a capability moved twice', seen);
    expect(seen.failures).toEqual([]);
    expect(uidsOf(await system.pods('gateway'))).toEqual(before);
  });

  it('of keys that are rotated', async () => {
    const seen = await load.during(async () => {
      for (const keys of rotatedKeys(system.outside.settings.secrets)) {
        await system.changeSecret('gateway-keys', keys);
        await system.restart('gateway');
      }
    });
    report('the keys of sessions and of tokens rotated', seen);
    expect(seen.failures).toEqual([]);
  });

  async function setReplicas(app: string, replicas: Record<string, number>): Promise<void> {
    system.repository.edit(`values/${app}.yaml`, { service: { replicas } });
    system.repository.releaseAgain(app);
    await deployed(app);
  }

  async function readyPods(app: string): Promise<Pod[]> {
    return (await system.pods(app)).filter(({ isReady }) => isReady);
  }
});

describe('processor and memory', () => {
  it('are no more than the charts ask for, and limits hold nobody up', async () => {
    const pods = await system.pods();
    let needs = new Map<string, Need>();
    const seen = await load.during(async () => {
      needs = await needsDuring(pods, () => delay(measuredMs));
    });
    report(`${measuredMs / 1_000} s of nothing but customers`, seen);
    // More customers take more of the processor; a machine that serves fewer is no reason to ask for less.
    const scale = laidOutForRequestsPerSecond / ((seen.requests * 1_000) / measuredMs);
    const tooMuch = [...needs].filter(([app, { millicores, memoryMb, heldUp }]) => {
      const asks = pods.find((pod) => pod.app === app)?.asks ?? { cpu: '', memory: '' };
      const scaled = Math.round(millicores * scale);
      process.stderr.write(
        `  ${app}: ${scaled}m of ${asks.cpu}, ${memoryMb} MB of ${asks.memory}, held up in ${Math.round(heldUp * 100)} % of its periods\n`,
      );
      return scaled > Number.parseInt(asks.cpu) || memoryMb > Number.parseInt(asks.memory) || heldUp > 0.05;
    });
    expect(tooMuch).toEqual([]);
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
        await until(
          `${app} was started again`,
          60_000,
          async () => (await restartsOf(system.client, namespace, pod)) > 0,
        );
        await system.settled();
      }
    });
    report('SIGKILL of a pod of four services', seen);
    // What it had in hand, and what other services sent it until the cluster knew.
    expect(seen.failures.filter(({ ms }) => ms > toldWithinMs)).toEqual([]);
    expect(seen.failures.length).toBeLessThan(seen.requests / 20);
  });

  it('when a node is unplugged, and not at all when it comes back', async () => {
    const { untold, slowestMs } = await unplugged('a node', [await nodeWithGateway()]);
    expect(untold).toEqual([]);
    expect(slowestMs).toBeLessThan(20_000);
  });

  it('when a zone is cut off, and not at all when it comes back', async () => {
    const zone = nodesOf('zone-b');
    // Or there would be nothing to go on with.
    for (const { name } of system.services.filter(isManifold)) {
      const places = (await system.pods(name)).map((pod) => zone.some((node) => node.name === pod.node));
      expect({ name, places: places.toSorted() }).toEqual({ name, places: [false, true] });
    }
    const { untold, slowestMs } = await unplugged('a zone', zone);
    expect(untold).toEqual([]);
    expect(slowestMs).toBeLessThan(20_000);
  });

  /** @returns failures that nobody had to see: only what was in the hands of those nodes may fail, and that soon */
  async function unplugged(what: string, machines: Machine[]): Promise<{ untold: Failure[]; slowestMs: number }> {
    const areReady = async (): Promise<boolean[]> =>
      Promise.all(machines.map(({ name }) => isNodeReady(system.client, name)));
    let unpluggedMs = Number.NaN;
    const seen = await load.during(async (elapsedMs) => {
      unpluggedMs = elapsedMs();
      for (const machine of machines) setCable(machine, false);
      try {
        await until('the cluster knows', 120_000, async () => (await areReady()).every((isReady) => !isReady));
      } finally {
        for (const machine of machines) setCable(machine, true);
      }
      await until('all are back', 120_000, async () => (await areReady()).every(Boolean));
      await system.settled(300_000);
    });
    report(`${what} unplugged until the cluster knew, and plugged in again`, seen);
    const { failures, slowestMs } = seen;
    // Nobody waits for the cluster to know.
    const isUntold = ({ beganMs, ms }: Failure): boolean => beganMs > unpluggedMs + toldWithinMs || ms > toldWithinMs;
    return { untold: failures.filter(isUntold), slowestMs };
  }

  function nodesOf(zone: string): Machine[] {
    return [...zones].filter(([, own]) => own === zone).map(([node]) => node);
  }

  /** Not the one that customers come in by. */
  async function nodeWithGateway(): Promise<Machine> {
    const gateways = await system.pods('gateway');
    const found = nodesOf('zone-b').find(({ name }) => gateways.some((pod) => pod.node === name));
    if (!found) throw new Error('No gateway is where a node can be unplugged');
    return found;
  }
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
    const { requests, posts, failures } = load.total;
    process.stderr.write(
      `payments: ${expected.length} accepted, ${counts.length} charged\nin all: ${requests} requests (${posts} POSTs), ${failures} failed\n`,
    );
    expect(counts.filter((count) => count !== 1)).toEqual([]);
  });
});

/** How often the payment provider took the money. */
async function chargesOf(reference: string): Promise<number> {
  const answer = await fetch(`${system.outside.backofficeUrl}/payment-provider/charges?reference=${reference}`);
  return charges.parse(await answer.json()).items.length;
}
