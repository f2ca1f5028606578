/** The whole system on a local cluster, deployed as to any environment, with an ingress before it and the rest outside. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { SiteRepository, type CommandResult } from '../../deploy/test/site-repository.ts';
import { readValues } from '../../deploy/values.ts';
import { environmentOf } from '../../stack/environment.ts';
import { readTopology, workspaceRoot, type App } from '../../topology/topology.ts';
import { apiRequest } from '../api-request.ts';
import { createControlGroup, enterControlGroup } from '../local/control-groups.ts';
import { kubeconfigFile, nodeMachine, outsideGroup, registry } from '../local/layout.ts';
import { removeCluster } from '../local/remains.ts';
import { startCluster } from '../local/start.ts';
import { requireNoCluster } from '../local/state.ts';
import { until } from '../local/until.ts';
import { AppImages } from './app-images.ts';
import { entrancePort } from './entrance.ts';
import { serveImages } from './image-registry.ts';
import { livePath } from './live-connections.ts';
import { liveUrl, oldPortalNetworks, oldPortalUrl, Outside, outsideNames, systemUrl } from './outside.ts';
import { putIntoZone } from './nodes.ts';
import { podsIn, type Pod } from './pods.ts';

export const namespace = 'wellspring';
export const ingressNamespace = 'ingress-nginx';
/** Neither drained nor unplugged: customers come in here. */
const ingressNode = nodeMachine(1);
/** Every node there is, and where it is. With the first is the control plane. */
export const zones = new Map([
  [ingressNode, 'zone-a'],
  [nodeMachine(2), 'zone-b'],
  [nodeMachine(3), 'zone-b'],
]);
const publicUrl = `http://${ingressNode.address}:8080`;
const readyTimeoutMs = 240_000;

const secretRefs = z.object({
  service: z.object({ secrets: z.record(z.string(), z.object({ name: z.string(), key: z.string() })).default({}) }),
});
const count = z.number().default(0);
const deployments = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ generation: z.number() }),
      spec: z.object({ replicas: z.number() }),
      status: z.object({
        observedGeneration: count,
        replicas: count,
        updatedReplicas: count,
        readyReplicas: count,
      }),
    }),
  ),
});
const results = z.array(z.object({ service: z.string(), outcome: z.string(), reasons: z.array(z.string()) }));

export interface DeployResult extends Pick<CommandResult, 'code' | 'progress'> {
  outcomes: Record<string, string>;
  reasons: string;
}

type End = () => unknown;

interface Parts {
  client: KubeConfig;
  outside: Outside;
  images: AppImages;
  apps: App[];
  /** How everything that was started is ended, the last first. */
  ends: End[];
}

export class WholeSystem {
  readonly publicUrl = publicUrl;
  readonly client: KubeConfig;
  readonly outside: Outside;
  readonly repository: SiteRepository;
  /** What is deployed. */
  readonly services: App[];
  private readonly parts: Parts;
  private releases = 0;

  private constructor(parts: Parts) {
    this.parts = parts;
    this.client = parts.client;
    this.outside = parts.outside;
    this.repository = new SiteRepository(kubeconfigFile);
    this.services = parts.apps.filter(({ kind }) => kind === 'service');
  }

  /** @throws Error when there is a local cluster already. */
  static async start(): Promise<WholeSystem> {
    const apps = readTopology();
    requireBuilt(apps);
    const images = await AppImages.create();
    requireNoCluster();
    await removeCluster();
    const ends: End[] = [takeDownAfterUs(), removeCluster];
    try {
      // Databases and customers need their share as much as pods do.
      createControlGroup(outsideGroup);
      enterControlGroup(outsideGroup);
      ends.push(() => enterControlGroup());
      const folder = mkdtempSync(join(tmpdir(), 'wellspring-whole-'));
      ends.push(() => rmSync(folder, { recursive: true, force: true }));
      const { client } = await startCluster({ nodes: zones.size, names: outsideNames });
      for (const [{ name }, zone] of zones) await putIntoZone(client, name, zone);
      const served = await serveImages(images);
      ends.push(() => served.close().closeAllConnections());
      const outside = await Outside.start(apps, folder);
      ends.push(() => outside.stop());
      const system = new WholeSystem({ client, outside, images, apps, ends });
      ends.push(() => system.repository.remove());
      system.describeEnvironment();
      await system.fillCluster();
      return system;
    } catch (error) {
      await endAll(ends);
      throw error;
    }
  }

  async stop(): Promise<void> {
    await endAll(this.parts.ends);
  }

  /** Has the lock name an image of the service whose migration fails. */
  releaseBroken(service: string): void {
    this.repository.releaseAll({ [service]: this.parts.images.withoutMigration(service) });
  }

  /** Has the lock name a new image for each of the services. */
  release(...services: string[]): void {
    this.releases += 1;
    const imageOf = (service: string): string => this.parts.images.imageOf(service, `release ${this.releases}`);
    this.repository.releaseAll(Object.fromEntries(services.map((service) => [service, imageOf(service)])));
  }

  async deploy(...args: string[]): Promise<DeployResult> {
    const { code, progress, json } = await this.repository.deploy('apply', ...args);
    const list = results.safeParse(json).data ?? [];
    return {
      code,
      progress,
      outcomes: Object.fromEntries(list.map(({ service, outcome }) => [service, outcome])),
      reasons: list.flatMap(({ reasons }) => reasons).join('\n'),
    };
  }

  pods(app?: string): Promise<Pod[]> {
    return podsIn(this.client, namespace).then((pods) => pods.filter((pod) => app === undefined || pod.app === app));
  }

  /** Until every Deployment has all its pods, of its newest template and ready. */
  async settled(timeoutMs = readyTimeoutMs): Promise<void> {
    await until('every pod is ready', timeoutMs, async () => {
      const { body } = await apiRequest(this.client, { path: `/apis/apps/v1/namespaces/${namespace}/deployments` });
      return deployments.parse(JSON.parse(body)).items.every(({ metadata, spec: { replicas }, status }) => {
        const counts = [status.readyReplicas, status.updatedReplicas, status.replicas];
        return status.observedGeneration === metadata.generation && counts.every((count) => count === replicas);
      });
    });
  }

  /** What `kubectl rollout restart` does. */
  async restart(app: string): Promise<void> {
    const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
    const body = { spec: { template: { metadata: { annotations } } } };
    await this.change(`/apis/apps/v1/namespaces/${namespace}/deployments/${app}`, body);
    await this.settled();
  }

  async changeSecret(name: string, stringData: Record<string, string>): Promise<void> {
    await this.change(`/api/v1/namespaces/${namespace}/secrets/${name}`, { stringData });
  }

  /** @returns the metrics of a pod, as the API server gets them from it */
  async metricsOf({ name, app }: Pod): Promise<string> {
    const port = this.services.find((service) => service.name === app)?.ports.management ?? 0;
    const path = `/api/v1/namespaces/${namespace}/pods/${name}:${port}/proxy/metrics`;
    return (await apiRequest(this.client, { path })).body;
  }

  async create(path: string, body: object): Promise<void> {
    const answer = await apiRequest(this.client, { method: 'POST', path, body });
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.body}`);
  }

  private async change(path: string, body: object): Promise<void> {
    const answer = await apiRequest(this.client, { method: 'PATCH', path, body });
    if (answer.status !== 200) throw new Error(`PATCH ${path}: ${answer.status} ${answer.body}`);
  }

  /** The environment `dev`, with its outside as it is on this machine, and everybody on the new side. */
  private describeEnvironment(): void {
    const { repository, services } = this;
    for (const file of globSync('apps/*/service.yaml', { cwd: workspaceRoot })) {
      mkdirSync(join(repository.root, dirname(file)), { recursive: true });
      cpSync(join(workspaceRoot, file), join(repository.root, file));
    }
    repository.edit('environment.yaml', {
      timeoutSeconds: 240,
      // How long answers take says nothing of a release on a machine that has ten times as much to do as it can.
      watch: { seconds: 2, intervalSeconds: 0.5, minRequests: 20, ignoreP95BelowMs: 30_000 },
    });
    repository.edit('values.yaml', { service: { publicUrl, image: { pullSecrets: [] }, spread: { zones: true } } });
    repository.edit('old-portals.yaml', {
      'legacy-portal': { addresses: [oldPortalUrl] },
      live: { addresses: [liveUrl], networks: oldPortalNetworks },
    });
    const everybody = { canary: { percent: 100, exclude: [] } };
    const live = { title: 'Live', stage: 'legacy', routes: [{ path: livePath, legacy: 'live' }] };
    repository.edit('migration.yaml', { capabilities: { 'start-page': everybody, invoices: everybody, live } });
    for (const { name, calls, kind } of services) {
      if (kind !== 'service') continue;
      const outside = Object.fromEntries(
        calls
          .filter(({ app, as }) => app === 'backoffice' && as === 'address')
          .map(({ env }) => [env, { url: systemUrl(env) }]),
      );
      const count = name === 'pinpoint' ? 1 : 2;
      repository.edit(`values/${name}.yaml`, { service: { outside, replicas: { min: count, max: count } } });
    }
    repository.edit('values/gateway.yaml', { service: { entrance: { type: 'NodePort', nodePort: entrancePort } } });
    repository.begin();
  }

  private async fillCluster(): Promise<void> {
    await this.create('/api/v1/namespaces', {
      metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    for (const [name, data] of this.secrets()) {
      await this.create(`/api/v1/namespaces/${namespace}/secrets`, { metadata: { name }, stringData: data });
    }
    await this.createIngress();
  }

  /** What the charts refer to, with the values that processes of a local stack are given. */
  private secrets(): Map<string, Record<string, string>> {
    const secrets = new Map<string, Record<string, string>>();
    const settings = {
      ...this.outside.settings,
      databaseUrl: (database: string) => this.outside.databaseUrl(database),
    };
    for (const app of this.services) {
      const env = environmentOf(app, this.parts.apps, settings);
      const values = secretRefs.parse(readValues(join(workspaceRoot, 'deploy/charts', app.name, 'values.yaml')));
      for (const [variable, { name, key }] of Object.entries(values.service.secrets)) {
        const value = (env[variable] ?? '').replaceAll(/http:\/\/localhost:8080/g, publicUrl);
        secrets.set(name, { ...secrets.get(name), [key]: value });
      }
    }
    return secrets;
  }

  private async createIngress(): Promise<void> {
    const image = `${registry.name}/wellspring/portal@${this.parts.images.imageOf('portal', 'ingress')}`;
    const script = readFileSync(join(import.meta.dirname, 'ingress.ts'), 'utf8');
    await this.create('/api/v1/namespaces', { metadata: { name: ingressNamespace } });
    const inNamespace = `/api/v1/namespaces/${ingressNamespace}`;
    await this.create(`${inNamespace}/configmaps`, { metadata: { name: 'ingress' }, data: { 'ingress.mts': script } });
    const pod = (name: string, labels: object, port: object, args: string[]): object => ({
      metadata: { name, labels },
      spec: {
        nodeName: ingressNode.name,
        terminationGracePeriodSeconds: 0,
        containers: [
          {
            name,
            image,
            command: ['node', ...args],
            env: [
              { name: 'GATEWAY_PODS', value: `gateway-pods.${namespace}.svc.cluster.local` },
              { name: 'GATEWAY_PORT', value: '8080' },
            ],
            ...port,
            volumeMounts: [{ name: 'script', mountPath: '/ingress' }],
          },
        ],
        volumes: [{ name: 'script', configMap: { name: 'ingress' } }],
      },
    });
    const ingressLabels = { 'app.kubernetes.io/name': 'ingress', 'app.kubernetes.io/component': 'controller' };
    const port = { ports: [{ containerPort: 8_080, hostPort: 8_080 }] };
    await this.create(`${inNamespace}/pods`, pod('ingress', ingressLabels, port, ['/ingress/ingress.mts']));
    const strangerLabels = { 'app.kubernetes.io/name': 'stranger' };
    await this.create(
      `${inNamespace}/pods`,
      pod('stranger', strangerLabels, {}, ['-e', 'setInterval(() => undefined, 1e9)']),
    );
    await until('the ingress runs', readyTimeoutMs, async () =>
      (await podsIn(this.client, ingressNamespace)).every(({ isReady }) => isReady),
    );
  }
}

/** @throws Error naming every app that its image would be made of, and is not there */
function requireBuilt(apps: App[]): void {
  const missing = apps.filter(({ name }) => !existsSync(join(workspaceRoot, 'apps', name, 'dist/main.js')));
  if (missing.length === 0) return;
  throw new Error(`Not built: ${missing.map(({ name }) => name).join(', ')}. Run "npx nx run-many -t build" first`);
}

async function endAll(ends: End[]): Promise<void> {
  for (const end of ends.toReversed()) await end();
}

/** However we end: a process that waits for that takes the cluster down. @returns gives that up */
export function takeDownAfterUs(): () => void {
  const down = [process.execPath, join(workspaceRoot, 'tools/site/cluster.ts'), 'down'];
  const waiting = spawn('sh', ['-c', 'while read -r _; do :; done; exec "$@"', 'sh', ...down], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  waiting.unref();
  if (waiting.stdin instanceof Socket) waiting.stdin.unref();
  return () => void waiting.kill('SIGKILL');
}
