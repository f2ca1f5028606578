/** Looking after a release: what its pods say of themselves before, and for a while after. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Pod, PodReader } from './cluster.ts';
import type { WatchRules } from './environment.ts';
import { addTraffic, noTraffic, parseTraffic, trafficSince, type Traffic } from './traffic.ts';
import { judge } from './verdict.ts';

/** Traffic by pod, counted since each pod started. */
export type Sample = ReadonlyMap<string, Traffic>;

export const noSample: Sample = new Map();

export async function sampleTraffic(reader: PodReader, service: string, managementPort: number): Promise<Sample> {
  const pods = (await reader.pods(service)).filter(({ ready, leaving }) => ready && !leaving);
  const sample = new Map<string, Traffic>();
  for (const { name } of pods) {
    // A pod that leaves between the list and the question is no reason to fail.
    const answer = await reader.askPod(name, managementPort, '/metrics').catch(() => undefined);
    if (answer?.status === 200) sample.set(name, parseTraffic(answer.body));
  }
  return sample;
}

/**
 * What the version before did: since the earlier sample if enough came since, or in the whole life of its pods.
 * @returns undefined if nothing is known of it
 */
export function baselineOf(earlier: Sample, now: Sample, minRequests: number): Traffic | undefined {
  if (now.size === 0) return undefined;
  const recent = totalSince(earlier, now);
  return recent.requests >= minRequests ? recent : totalSince(noSample, now);
}

export interface WatchResult {
  breaches: string[];
  summary: string;
}

/** Watches until the time is up or something is wrong. Pods of other versions do not count. */
export async function watchRelease(options: {
  reader: PodReader;
  service: string;
  managementPort: number;
  version: string;
  before: Traffic | undefined;
  rules: WatchRules;
  onLook: (summary: string) => void;
}): Promise<WatchResult> {
  const { reader, service, managementPort, version, before, rules, onLook } = options;
  const endsAt = Date.now() + rules.seconds * 1_000;
  const atStart = await sampleTraffic(reader, service, managementPort);
  const restartsAtStart = restartsOf(await reader.pods(service), version);
  for (;;) {
    const pods = (await reader.pods(service)).filter((pod) => pod.version === version && !pod.leaving);
    const own = new Set(pods.map(({ name }) => name));
    const now = await sampleTraffic(reader, service, managementPort);
    const relevant = new Map([...now].filter(([name]) => own.has(name)));
    const { breaches, summary } = judge(before, totalSince(atStart, relevant), rules);
    const restarts = restartsOf(pods, version) - restartsAtStart;
    if (restarts > 0) breaches.push(`its pods restarted ${restarts} times`);
    if (!pods.some(({ ready }) => ready)) breaches.push('none of its pods is ready');
    onLook(summary);
    if (breaches.length > 0 || Date.now() >= endsAt) return { breaches, summary };
    await delay(Math.min(rules.intervalSeconds * 1_000, Math.max(0, endsAt - Date.now())));
  }
}

function totalSince(earlier: Sample, now: Sample): Traffic {
  return [...now].reduce(
    (sum, [pod, traffic]) => addTraffic(sum, trafficSince(earlier.get(pod) ?? noTraffic, traffic)),
    noTraffic,
  );
}

function restartsOf(pods: Pod[], version: string): number {
  return pods.filter((pod) => pod.version === version).reduce((sum, { restarts }) => sum + restarts, 0);
}
