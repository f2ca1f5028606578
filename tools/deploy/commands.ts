/** The deploy command's verbs, apart from how they are asked for and shown. */
import { readTopology, type App } from '../topology/topology.ts';
import { Cluster } from './cluster.ts';
import { deployService, portsOf, type DeploymentResult, type Insistence } from './deployment.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { Helm } from './helm.ts';
import { isEmptyPlan, planService, type ServicePlan } from './plan.ts';
import type { Progress } from './progress.ts';
import {
  changedServices,
  lockFile,
  parseLock,
  readLock,
  writeLock,
  type Lock,
  type LockedRelease,
} from './release-lock.ts';
import { fileAt, resolveCommit, Sources } from './source.ts';
import { statusOf, type ServiceStatus } from './status.ts';
import { noSample, sampleTraffic, type Sample } from './watch.ts';

export interface Scope {
  root: string;
  environment: string;
  /** Only these; empty: all in the lock. */
  services: string[];
}

/** An environment with everything it takes to look at it and to change it. */
export class Deployer {
  readonly environment: Environment;
  private readonly scope: Scope;
  private readonly progress: Progress;
  private readonly apps: App[];
  private readonly helm: Helm;
  private readonly cluster: Cluster;
  private readonly sources: Sources;

  constructor(scope: Scope, progress: Progress) {
    this.scope = scope;
    this.progress = progress;
    this.environment = readEnvironment(scope.root, scope.environment);
    this.apps = readTopology(scope.root);
    this.helm = new Helm(this.environment);
    this.cluster = new Cluster(this.environment);
    this.sources = new Sources(scope.root);
  }

  lock(): Lock {
    return readLock(this.scope.root, this.environment.name);
  }

  /** @returns a plan per service in the lock, callees before callers. */
  async plan(lock = this.lock()): Promise<ServicePlan[]> {
    const plans: ServicePlan[] = [];
    for (const { app, locked } of this.inOrder(lock)) {
      plans.push(await planService(this.helm, this.cluster, this.inputs(app, locked)));
    }
    return plans;
  }

  /**
   * Deploys what the plans say has to change, one service after the other, and stops at the first that fails: what
   * depends on it is better off with what it knows.
   */
  async apply(plans: ServicePlan[], lock = this.lock(), insistence: Insistence = {}): Promise<DeploymentResult[]> {
    const target = {
      helm: this.helm,
      cluster: this.cluster,
      environment: this.environment,
      progress: this.progress,
    };
    const pending = this.inOrder(lock);
    const earlier = new Map<string, Sample>();
    for (const { app } of pending) {
      earlier.set(app.name, await sampleTraffic(this.cluster, app.name, portsOf(app).management));
    }
    const results: DeploymentResult[] = [];
    for (const { app, locked } of pending) {
      const plan = plans.find(({ service }) => service === app.name);
      if (!plan || isEmptyPlan(plan)) {
        results.push({ service: app.name, outcome: 'unchanged', reasons: [] });
        continue;
      }
      const result = await deployService(
        target,
        app,
        this.inputs(app, locked),
        earlier.get(app.name) ?? noSample,
        insistence,
      );
      results.push(result);
      if (result.outcome !== 'deployed') break;
    }
    return results;
  }

  async status(): Promise<ServiceStatus[]> {
    const { environment } = this;
    const context = {
      helm: this.helm,
      cluster: this.cluster,
      sources: this.sources,
      environment,
      lock: this.lock(),
    };
    const statuses = await statusOf({ ...context, apps: this.apps });
    return statuses.filter(({ service }) => this.isWanted(service));
  }

  /** @returns the lock as it was at a commit; services outside the scope stay as they are locked now. */
  lockAt(commit: string): Lock {
    const { root } = this.scope;
    const file = lockFile(this.environment.name);
    const then = parseLock(fileAt(root, resolveCommit(root, commit), file), `${file} at ${commit}`);
    const now = this.lock();
    const pick = (services: Lock['services'], wanted: boolean): [string, LockedRelease][] =>
      Object.entries(services).filter(([name]) => this.isWanted(name) === wanted);
    return { services: Object.fromEntries([...pick(now.services, false), ...pick(then.services, true)]) };
  }

  /** Makes a lock the one of the environment, in the working tree: committing it is the pipeline's or the person's. */
  keepLock(lock: Lock): string[] {
    const changed = changedServices(this.lock(), lock);
    if (changed.length > 0) writeLock(this.scope.root, this.environment.name, lock);
    return changed;
  }

  close(): void {
    this.sources.remove();
  }

  private inputs(app: App, locked: LockedRelease): ReturnType<Sources['inputsOf']> {
    return this.sources.inputsOf(this.environment.name, app.name, locked);
  }

  private inOrder(lock: Lock): { app: App; locked: LockedRelease }[] {
    const names = this.apps.map(({ name }) => name);
    const unknown = [...this.scope.services, ...Object.keys(lock.services)].filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new Error(`There is no app called ${unknown.join(', ')}`);
    const unlocked = this.scope.services.filter((name) => !lock.services[name]);
    if (unlocked.length > 0) {
      throw new Error(
        `${unlocked.join(', ')}: not in ${lockFile(this.environment.name)}, so there is nothing to deploy`,
      );
    }
    return this.apps.flatMap((app) => {
      const locked = lock.services[app.name];
      return locked && this.isWanted(app.name) ? [{ app, locked }] : [];
    });
  }

  private isWanted(service: string): boolean {
    return this.scope.services.length === 0 || this.scope.services.includes(service);
  }
}
