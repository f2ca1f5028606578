/** Bringing one service to what the lock says: upgrade, ask, watch, and take back what does worse. */
import type { App } from '../stack/topology.ts';
import type { Cluster } from './cluster.ts';
import type { Environment } from './environment.ts';
import type { Helm, ReleaseInputs } from './helm.ts';
import { idOf, parseManifests } from './manifest.ts';
import type { Progress } from './progress.ts';
import { smokeCheck } from './smoke.ts';
import { baselineOf, sampleTraffic, watchRelease, type Sample } from './watch.ts';

export interface DeploymentResult {
  service: string;
  outcome: 'unchanged' | 'deployed' | 'failed' | 'rolled back';
  /** Why, for a person: each thing that was seen. */
  reasons: string[];
}

export interface Target {
  helm: Helm;
  cluster: Cluster;
  environment: Environment;
  progress: Progress;
}

/** @param earlier traffic sampled when the whole deployment began, for a baseline that is recent */
export async function deployService(
  target: Target,
  app: App,
  inputs: ReleaseInputs,
  earlier: Sample,
): Promise<DeploymentResult> {
  const { helm, cluster, environment, progress } = target;
  const ports = portsOf(app);
  const rules = environment.watch;
  const say = (text: string): void => progress.step(app.name, text);
  const current = (await helm.history(app.name)).findLast(({ status }) => status === 'deployed');
  const before = baselineOf(earlier, await sampleTraffic(cluster, app.name, ports.management), rules.minRequests);
  const { version, smokePath } = await releaseFacts(helm, inputs);

  say(current ? `upgrading to ${version} …` : `installing ${version} …`);
  try {
    await narrated(target, app.name, () => helm.upgrade(inputs));
  } catch (error) {
    const reasons = [messageOf(error), ...(await troubleOf(cluster, app.name))];
    say(`failed, ${current ? 'the version before runs on' : 'nothing was left behind'}`);
    return { service: app.name, outcome: 'failed', reasons };
  }

  say('ready; asking it …');
  const problems = await smokeCheck(cluster, { service: app.name, ports, version, path: smokePath });
  if (problems.length > 0) return takeBack(target, app.name, current?.revision, problems);

  say(`answers; watching it for ${rules.seconds} s …`);
  const { breaches, summary } = await watchRelease({
    reader: cluster,
    service: app.name,
    managementPort: ports.management,
    version,
    before,
    rules,
    onLook: (seen) => say(seen),
  });
  if (breaches.length > 0) return takeBack(target, app.name, current?.revision, breaches);
  say('deployed');
  return { service: app.name, outcome: 'deployed', reasons: [summary] };
}

export function portsOf({ name, ports: { service, management } }: App): { service: number; management: number } {
  if (management === undefined) throw new Error(`${name} has no management port`);
  return { service, management };
}

async function takeBack(
  { helm, progress }: Target,
  service: string,
  revision: number | undefined,
  reasons: string[],
): Promise<DeploymentResult> {
  for (const reason of reasons) progress.step(service, `! ${reason}`);
  if (revision === undefined) {
    progress.step(service, 'there is no version before: uninstalling …');
    await helm.uninstall(service);
  } else {
    progress.step(service, `rolling back to revision ${revision} …`);
    await helm.rollback(service, revision);
  }
  progress.step(service, 'rolled back');
  return { service, outcome: 'rolled back', reasons };
}

/** What the checks have to know of the release, from its manifests. */
async function releaseFacts(helm: Helm, inputs: ReleaseInputs): Promise<{ version: string; smokePath: string }> {
  const manifests = parseManifests(await helm.template(inputs));
  const deployment = manifests.find((manifest) => idOf(manifest) === `Deployment/${inputs.service}`);
  return {
    version: deployment?.metadata.labels?.['app.kubernetes.io/version'] ?? '',
    smokePath: deployment?.metadata.annotations?.['wellspring/smoke-path'] ?? '',
  };
}

const lookEveryMs = 3_000;

/** Helm says nothing until it is done: meanwhile, tell what the pods do. */
async function narrated<T>({ cluster, progress }: Target, service: string, work: () => Promise<T>): Promise<T> {
  let last = '';
  const look = async (): Promise<void> => {
    const migrating = (await cluster.pods(service, 'migration')).some(({ leaving }) => !leaving);
    const pods = await cluster.pods(service);
    const trouble = pods.find((pod) => pod.trouble !== undefined)?.trouble;
    const ready = `${pods.filter((pod) => pod.ready).length} of ${pods.length} pods ready`;
    const text = [migrating ? 'migrating' : ready, trouble].filter(Boolean).join('; ');
    if (text !== last) progress.step(service, text);
    last = text;
  };
  // Only narration: whether the release succeeds is Helm's to say.
  const timer = setInterval(() => void look().catch(() => undefined), lookEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** What explains a failure: the migration's log, and what Kubernetes complained about. */
async function troubleOf(cluster: Cluster, service: string): Promise<string[]> {
  const [migration] = await cluster.pods(service, 'migration');
  const log = migration && !migration.ready ? await cluster.logOf(migration.name, 20) : '';
  const warnings = [
    ...(await cluster.warnings('ReplicaSet', `${service}-`)),
    ...(await cluster.warnings('Pod', `${service}-`)),
    ...(await cluster.warnings('Job', `${service}-migration`)),
  ];
  return [...(log ? [`The migration wrote:\n${log}`] : []), ...warnings];
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
