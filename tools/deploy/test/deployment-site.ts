/**
 * A repository that deploys to the test's cluster, and what runs in it: all services answer at this machine's address, as
 * the test wants them to.
 */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { parse, stringify } from 'yaml';
import { apiRequest } from '../../cluster/api-request.ts';
import { FakeNodes, type Fate } from '../../cluster/fake-nodes.ts';
import { readTopology, workspaceRoot } from '../../topology/topology.ts';
import { writeChartTopologies } from '../chart-topology.ts';
import { isValues } from '../values.ts';
import { SiteRepository } from './site-repository.ts';

/** What the services do from now on. */
export interface Behaviour {
  pods: Fate;
  migration: 'succeeded' | 'failed';
  /** Share of requests answered with 500 by the version that became ready last. */
  errorShare: number;
  ready: boolean;
  /** The gateway stays with the `migration.yaml` it had. */
  refusesFile: boolean;
}

const requestsPerScrape = 100;

export class DeploymentSite extends SiteRepository {
  readonly namespace: string;
  readonly behaviour: Behaviour = {
    pods: 'ready',
    migration: 'succeeded',
    errorShare: 0,
    ready: true,
    refusesFile: false,
  };
  private readonly nodes: FakeNodes;
  private readonly servers: Server[] = [];
  private readonly counts = { requests: 0, errors: 0 };
  private digits = 0;

  private constructor(namespace: string, kubeconfig: string, client: KubeConfig) {
    super(kubeconfig);
    this.namespace = namespace;
    this.nodes = new FakeNodes(client, namespace, ({ metadata }) =>
      metadata.labels['app.kubernetes.io/component'] === 'migration' ? this.behaviour.migration : this.behaviour.pods,
    );
  }

  /** A namespace in which Pod Security "restricted" is enforced, and a repository that deploys to it. */
  static async create(name: string, kubeconfig: string, client: KubeConfig): Promise<DeploymentSite> {
    const site = new DeploymentSite(name, kubeconfig, client);
    const labels = {
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'latest',
    };
    await apiRequest(client, { method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name, labels } } });
    await site.fillRepository();
    site.nodes.start();
    return site;
  }

  /** An image nobody has seen yet. */
  newDigest(): string {
    this.digits += 1;
    return `sha256:${String(this.digits).padStart(12, '0')}${'f'.repeat(52)}`;
  }

  override release(service: string, digest = this.newDigest()): Promise<string> {
    return super.release(service, digest);
  }

  async close(): Promise<void> {
    await this.nodes.stop();
    for (const server of this.servers) server.close().closeAllConnections();
    this.remove();
  }

  private async fillRepository(): Promise<void> {
    for (const file of globSync('apps/*/service.yaml', { cwd: workspaceRoot })) await this.copyTopology(file);
    writeChartTopologies(this.root, readTopology(this.root));
    this.edit('environment.yaml', {
      namespace: this.namespace,
      context: 'test',
      timeoutSeconds: 60,
      watch: { seconds: 2, intervalSeconds: 0.5, minRequests: 50 },
    });
    this.edit('values.yaml', { service: { rollout: { minReadySeconds: 0 } } });
    this.begin();
  }

  /** With ports that are free here, since the pods answer at this machine's address. */
  private async copyTopology(file: string): Promise<void> {
    const content: unknown = parse(readFileSync(join(workspaceRoot, file), 'utf8'));
    if (!isValues(content) || !isValues(content['ports'])) throw new Error(`${file} has no ports`);
    const name = dirname(file).split('/').at(-1) ?? '';
    const isOurs = content['kind'] === 'service';
    const ports: Record<string, number> = {};
    for (const kind of Object.keys(content['ports'])) ports[kind] = isOurs ? await this.serve(name) : 1;
    mkdirSync(join(this.root, dirname(file)), { recursive: true });
    writeFileSync(join(this.root, file), stringify({ ...content, ports }));
  }

  /** @returns the port, one that was free */
  private async serve(name: string): Promise<number> {
    const server = createServer((request, response) => {
      if (request.url === '/metrics') response.end(this.metrics());
      else if (request.url === '/info') {
        response.end(JSON.stringify({ service: { name, version: this.nodes.readyVersions.get(name) ?? '' } }));
      } else if (name === 'gateway' && request.url === '/health/ready') {
        void this.nodes.mountedFiles(name).then((files) => response.end(JSON.stringify(this.gatewayHealth(files))));
      } else response.writeHead(this.behaviour.ready ? 200 : 503).end();
    });
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, this.nodes.address, resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The system gave no TCP port');
    return address.port;
  }

  private gatewayHealth(files: Record<string, string>): object {
    const digest = createHash('sha256')
      .update(files['migration.yaml'] ?? '')
      .digest('hex');
    const check = this.behaviour.refusesFile ? { error: 'the file on disk is refused' } : { digest };
    return { details: { 'migration-file': check } };
  }

  private metrics(): string {
    this.counts.requests += requestsPerScrape;
    this.counts.errors += Math.round(requestsPerScrape * this.behaviour.errorShare);
    const { requests, errors } = this.counts;
    const count = 'http_server_request_duration_seconds_count';
    return `${count}{status="200"} ${requests - errors}\n${count}{status="500"} ${errors}\n`;
  }
}
