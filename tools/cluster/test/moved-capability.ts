/** A capability is moved by its file and a deployment, while somebody asks all the time who answers. */
import { setTimeout as delay } from 'node:timers/promises';
import { apiRequest } from '../api-request.ts';
import { until } from '../local/until.ts';
import { namespace, type WholeSystem } from './whole-system.ts';

const pauseMs = 20;
/** Enough that every gateway is asked many times. */
const requestsAfterwards = 100;

export interface Move {
  /** From when the cluster had the new file until every gateway went by it. */
  inForceAfterMs: number;
  /** Answers of the wrong side after the deployment was said to be over. */
  wrongAfterwards: number;
}

type Side = 'old' | 'new';

export async function moveCapability(
  system: WholeSystem,
  capability: string,
  stage: string,
  expected: { path: string; side: Side },
): Promise<Move> {
  const url = new URL(expected.path, system.publicUrl);
  const isWrong = async (): Promise<boolean> => (await sideOf(url)) !== expected.side;
  const over = new AbortController();
  const wrongUntil = lastTime(isWrong, over.signal);
  const before = await fileVersion(system);
  system.repository.edit('migration.yaml', { capabilities: { [capability]: { stage } } });
  system.repository.releaseAgain('gateway');
  const deploying = system.deploy('--service=gateway');
  await until('the cluster has the new file', 120_000, async () => (await fileVersion(system)) !== before);
  const changedAt = performance.now();
  const { outcomes, progress } = await deploying;
  over.abort();
  if (outcomes['gateway'] !== 'deployed') throw new Error(`The gateway was not deployed: ${progress}`);
  let wrongAfterwards = 0;
  for (let count = 0; count < requestsAfterwards; count += 1) wrongAfterwards += (await isWrong()) ? 1 : 0;
  return { inForceAfterMs: Math.max(0, Math.round((await wrongUntil) - changedAt)), wrongAfterwards };
}

/** @returns when something was true for the last time */
async function lastTime(isTrue: () => Promise<boolean>, signal: AbortSignal): Promise<number> {
  let last = 0;
  while (!signal.aborted) {
    const askedAt = performance.now();
    if (await isTrue()) last = askedAt;
    await delay(pauseMs);
  }
  return last;
}

async function fileVersion({ client }: WholeSystem): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/configmaps/gateway-files`;
  const { body } = await apiRequest(client, { path });
  return /"resourceVersion": ?"(\d+)"/.exec(body)?.[1] ?? '';
}

/** Whom a stranger is sent to, or whose page they are shown. */
async function sideOf(url: URL): Promise<Side> {
  const response = await fetch(url, { redirect: 'manual' });
  const isOld =
    (await response.text()).includes('/legacy-assets') || response.headers.get('location')?.startsWith('/signin');
  return isOld === true ? 'old' : 'new';
}
