/** Bringing one service to what the lock says: upgrade, ask, watch, and take back what does worse. */
import type { App } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';
import type { Environment } from './environment.ts';
import { bringIntoForce, followedFiles } from './followed-files.ts';
import type { Helm, ReleaseInputs } from './helm.ts';
import { interruptionOf } from './interrupted.ts';
import { leftBehind } from './left-behind.ts';
import { idOf, parseManifests, type Manifest } from './manifest.ts';
import type { Progress } from './progress.ts';
import { smokeCheck } from './smoke.ts';
import { digestKey } from './source.ts';
import { takenBackDigests } from './taken-back.ts';
import { baselineOf, sampleTraffic, watchRelease, type Sample } from './watch.ts';

export interface DeploymentResult {
  service: string;
  outcome: 'unchanged' | 'deployed' | 'failed' | 'rolled back' | 'refused';
  /** Why, for a person: each thing that was seen. */
  reasons: string[];
}

export interface Target {
  helm: Helm;
  cluster: Cluster;
  environment: Environment;
  progress: Progress;
}

/** What somebody says who knows better. */
export interface Insistence {
  /** Why an image that was taken back is to be deployed again. */
  again?: string | undefined;
  /** A pending deployment is known to be dead, however young it is. */
  recover?: boolean | undefined;
}

/** @param earlier traffic sampled when the whole deployment began, for a baseline that is recent */
export async function deployService(
  target: Target,
  app: App,
  inputs: ReleaseInputs,
  earlier: Sample,
  { again, recover }: Insistence = {},
): Promise<DeploymentResult> {
  const { helm, cluster, environment, progress } = target;
  const ports = portsOf(app);
  const rules = environment.watch;
  const say = (text: string): void => progress.step(app.name, text);
  const digest = inputs.values[digestKey] ?? '';
  const takenBackAt = (await takenBackDigests(helm, app.name)).get(digest);
  if (takenBackAt !== undefined && again === undefined) {
    const reason = `${digest} was taken back at ${takenBackAt}. To try it all the same, say why: --again "…"`;
    return { service: app.name, outcome: 'refused', reasons: [reason] };
  }
  const stuck = await bringBack(target, app, recover);
  if (stuck !== undefined) return { service: app.name, outcome: 'refused', reasons: [stuck] };
  const current = (await helm.history(app.name)).findLast(({ status }) => status === 'deployed');
  const before = baselineOf(earlier, await sampleTraffic(cluster, app.name, ports.management), rules.minRequests);
  const attempted = parseManifests(await helm.template(inputs));
  const { version, smokePath } = releaseFacts(attempted, app.name);
  const earlierTrouble = await knownTrouble(cluster, app.name);

  say(current ? `upgrading to ${version} …` : `installing ${version} …`);
  try {
    const description = again === undefined ? inputs.description : `${inputs.description}, again: ${again}`;
    await narrated(target, app.name, earlierTrouble, (giveUp) => helm.upgrade({ ...inputs, description }, giveUp));
  } catch (error) {
    const reasons = [messageOf(error), ...(await troubleOf(cluster, app.name, earlierTrouble))];
    if (current) reasons.push(...(await clearedUp(target, app, current.revision, attempted)));
    say(`failed; ${await whatRuns(cluster, app.name)}`);
    return { service: app.name, outcome: 'failed', reasons };
  }

  say('ready; asking it …');
  const notInForce = await filesInForce(target, app, attempted);
  const problems = [
    ...notInForce,
    ...(await smokeCheck(cluster, { service: app.name, ports, version, path: smokePath })),
  ];
  if (problems.length > 0) return takeBack(target, app, current?.revision, problems, attempted);

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
  if (breaches.length > 0) return takeBack(target, app, current?.revision, breaches, attempted);
  say('deployed');
  return { service: app.name, outcome: 'deployed', reasons: [summary] };
}

export function portsOf({ name, ports: { service, management } }: App): { service: number; management: number } {
  if (management === undefined) throw new Error(`${name} has no management port`);
  return { service, management };
}

/** @returns what keeps the release's files from being in force, empty when they are */
async function filesInForce({ cluster, progress }: Target, app: App, manifests: Manifest[]): Promise<string[]> {
  const files = followedFiles(manifests);
  const problems = await bringIntoForce(cluster, {
    service: app.name,
    managementPort: portsOf(app).management,
    files,
  });
  if (files.length > 0 && problems.length === 0) {
    progress.step(app.name, `${files.map(({ name }) => name).join(', ')} in force in every pod`);
  }
  return problems;
}

async function takeBack(
  target: Target,
  app: App,
  revision: number | undefined,
  reasons: string[],
  attempted: Manifest[],
): Promise<DeploymentResult> {
  const { helm, cluster, progress } = target;
  const service = app.name;
  const found = [...reasons];
  for (const reason of reasons) progress.step(service, `! ${reason}`);
  if (revision === undefined) {
    progress.step(service, 'there is no version before: uninstalling …');
    await helm.uninstall(service);
  } else {
    progress.step(service, `rolling back to revision ${revision} …`);
    await helm.rollback(service, revision);
    found.push(...(await clearedUp(target, app, revision, attempted)));
  }
  progress.step(service, `rolled back; ${await whatRuns(cluster, service)}`);
  return { service, outcome: 'rolled back', reasons: found };
}

/**
 * A release that is pending is brought back to what was deployed last, if nobody can be at it any more.
 * @returns why it cannot be; undefined when nothing is in the way
 */
async function bringBack(target: Target, app: App, recover = false): Promise<string | undefined> {
  const { helm, cluster, environment, progress } = target;
  const service = app.name;
  const interruption = interruptionOf(await helm.history(service), environment.timeoutSeconds);
  if (!interruption) return undefined;
  const { since, back, abandoned } = interruption;
  if (!abandoned && !recover) {
    return `another deployment of it began at ${since} and may still be under way. If it is known to be dead: --recover`;
  }
  progress.step(service, `a deployment of ${since} was cut short; ${await whatRuns(cluster, service)}`);
  if (back === undefined) {
    progress.step(service, 'it was the first: uninstalling what there is of it …');
    await helm.uninstall(service);
  } else {
    progress.step(service, `bringing it back to revision ${back} …`);
    await helm.rollback(service, back);
    await filesInForce(target, app, parseManifests(await helm.manifest(service)));
  }
  return undefined;
}

/** @returns what of an undone attempt could not be removed or is in force still, for a person to look at */
async function clearedUp(target: Target, app: App, revision: number, attempted: Manifest[]): Promise<string[]> {
  const { helm, cluster, progress } = target;
  const service = app.name;
  const inForce = parseManifests(await helm.manifest(service));
  const left = await leftBehind(cluster, attempted, inForce);
  let remaining: string[] = [];
  if (left.length > 0) {
    progress.step(service, `of what was undone there is still ${left.join(', ')}: replacing whole objects …`);
    await helm.rollback(service, revision, true);
    remaining = await leftBehind(cluster, attempted, inForce);
  }
  const notInForce = await filesInForce(target, app, inForce);
  return [...remaining.map((what) => `${what} of what was undone is still there`), ...notInForce];
}

/** As the cluster has it, whatever Helm believes. */
async function whatRuns(cluster: Pick<Cluster, 'pods'>, service: string): Promise<string> {
  const pods = (await cluster.pods(service)).filter(({ leaving }) => !leaving);
  const versions = [...new Set(pods.map(({ version }) => version))].map((version) => {
    const own = pods.filter((pod) => pod.version === version);
    return `${own.filter(({ ready }) => ready).length} of ${own.length} pods of ${version} are ready`;
  });
  return versions.length === 0 ? 'nothing of it runs' : versions.join(', ');
}

/** What the checks have to know of the release. */
function releaseFacts(manifests: Manifest[], service: string): { version: string; smokePath: string } {
  const deployment = manifests.find((manifest) => idOf(manifest) === `Deployment/${service}`);
  return {
    version: deployment?.metadata.labels?.['app.kubernetes.io/version'] ?? '',
    smokePath: deployment?.metadata.annotations?.['wellspring/smoke-path'] ?? '',
  };
}

/** What was there before a release, and so has nothing to do with it. */
interface KnownTrouble {
  pods: ReadonlySet<string>;
  warnings: ReadonlySet<string>;
}

async function knownTrouble(cluster: Cluster, service: string): Promise<KnownTrouble> {
  const pods = await cluster.pods(service);
  const warnings = await cluster.warnings(service);
  return { pods: new Set(pods.map(({ name }) => name)), warnings: new Set(warnings.map(({ id }) => id)) };
}

const lookEveryMs = 3_000;
/** What is missing may be made at the same moment. */
const hopelessLooks = 3;

/**
 * Helm says nothing until it is done: meanwhile, tell what the pods do, and end the waiting when it is of no use.
 * @throws what `work` throws, with what was hopeless when it was given up
 */
async function narrated<T>(
  { cluster, progress }: Target,
  service: string,
  earlier: KnownTrouble,
  work: (giveUp: AbortSignal) => Promise<T>,
): Promise<T> {
  const givenUp = new AbortController();
  let last = '';
  let hopeless = 0;
  const look = async (): Promise<void> => {
    const migrations = (await cluster.pods(service, 'migration')).filter(({ leaving }) => !leaving);
    const pods = await cluster.pods(service);
    const coming = [...migrations, ...pods.filter(({ name }) => !earlier.pods.has(name))];
    const trouble = coming.find((pod) => pod.hopeless) ?? coming.find((pod) => pod.trouble !== undefined);
    const ready = `${pods.filter((pod) => pod.ready).length} of ${pods.length} pods ready`;
    const text = [migrations.length > 0 ? 'migrating' : ready, trouble?.trouble].filter(Boolean).join('; ');
    if (text !== last) progress.step(service, text);
    last = text;
    hopeless = trouble?.hopeless ? hopeless + 1 : 0;
    if (hopeless < hopelessLooks || givenUp.signal.aborted) return;
    progress.step(service, 'waiting longer does not mend that: undoing it …');
    givenUp.abort(`${trouble?.name}: ${trouble?.trouble}`);
  };
  const timer = setInterval(() => void look().catch(() => undefined), lookEveryMs);
  try {
    return await work(givenUp.signal);
  } catch (error) {
    if (!givenUp.signal.aborted) throw error;
    throw new Error(`given up, since waiting does not mend this: ${String(givenUp.signal.reason)}`, { cause: error });
  } finally {
    clearInterval(timer);
  }
}

/** What explains a failure: the migration's log, and what Kubernetes complained about since it began. */
async function troubleOf(cluster: Cluster, service: string, earlier: KnownTrouble): Promise<string[]> {
  const [migration] = await cluster.pods(service, 'migration');
  const log = migration && !migration.ready ? await cluster.logOf(migration.name, 20) : '';
  const warnings = (await cluster.warnings(service))
    .filter(({ id, about }) => !earlier.warnings.has(id) && !earlier.pods.has(about))
    .map(({ text }) => text);
  return [...(log ? [`The migration wrote:\n${log}`] : []), ...new Set(warnings)];
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
