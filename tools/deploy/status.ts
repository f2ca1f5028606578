/** The lock against the cluster. */
import type { App } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';
import { deployed } from './chart-topology.ts';
import type { Environment } from './environment.ts';
import type { Helm } from './helm.ts';
import { parseManifests } from './manifest.ts';
import { driftOfRelease, planService, type ServicePlan } from './plan.ts';
import type { Lock } from './release-lock.ts';
import type { Sources } from './source.ts';

export interface ServiceStatus {
  service: string;
  /**
   * `as locked` · `absent`: locked, not there · `other release`: what is released is not what the lock says ·
   * `changed by hand`: released as locked, then changed · `failed`: the last attempt did not succeed ·
   * `not locked`: there, but not in the lock · `never deployed`: neither
   */
  state: 'as locked' | 'absent' | 'other release' | 'changed by hand' | 'failed' | 'not locked' | 'never deployed';
  pods: string;
  revision: string;
  since: string;
  details: ServicePlan | undefined;
}

export interface StatusContext {
  helm: Helm;
  cluster: Cluster;
  sources: Sources;
  environment: Environment;
  lock: Lock;
  apps: App[];
}

/** A release of a service that is in no topology any more shows up too. */
export async function statusOf(context: StatusContext): Promise<ServiceStatus[]> {
  const releases = await context.helm.releases();
  const known = deployed(context.apps).map(({ name }) => name);
  const services = [...new Set([...known, ...Object.keys(context.lock.services), ...releases.map(({ name }) => name)])];
  const statuses: ServiceStatus[] = [];
  for (const service of services) {
    const release = releases.find(({ name }) => name === service);
    const pods = await context.cluster.pods(service);
    const plan = await planOf(context, service);
    statuses.push({
      service,
      state: await stateOf(context, service, release?.status, plan),
      pods: `${pods.filter(({ ready }) => ready).length}/${pods.length}`,
      revision: release?.revision ?? '',
      since: release?.updated.slice(0, 19) ?? '',
      details: plan,
    });
  }
  return statuses;
}

export function hasDrift(statuses: ServiceStatus[]): boolean {
  return statuses.some(({ state }) => state !== 'as locked' && state !== 'never deployed');
}

async function planOf(
  { helm, cluster, sources, environment, lock }: StatusContext,
  service: string,
): Promise<ServicePlan | undefined> {
  const locked = lock.services[service];
  return locked && planService(helm, cluster, sources.inputsOf(environment.name, service, locked));
}

async function stateOf(
  { helm, cluster, lock }: StatusContext,
  service: string,
  release: string | undefined,
  plan: ServicePlan | undefined,
): Promise<ServiceStatus['state']> {
  if (!lock.services[service]) return release === undefined ? 'never deployed' : 'not locked';
  if (release === undefined) return 'absent';
  if (release !== 'deployed') return 'failed';
  if (!plan || plan.changes.length === 0) return 'as locked';
  const drift = await driftOfRelease(cluster, parseManifests(await helm.manifest(service)));
  const byHand = new Set(drift.flatMap(({ object, fields }) => fields.map(({ path }) => `${object} ${path}`)));
  const isByHand = plan.changes.every(({ object, action, fields }) =>
    action === 'create'
      ? byHand.has(`${object} (object)`)
      : fields.every(({ path }) => byHand.has(`${object} ${path}`)),
  );
  return isByHand ? 'changed by hand' : 'other release';
}
