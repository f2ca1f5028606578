/**
 * A real Kubernetes control plane without nodes: etcd, kube-apiserver and the controllers that turn a Deployment into
 * pods. Admission, quotas, Pod Security, validation and Helm's hooks behave as in any cluster; running the pods is left to
 * whoever plays the nodes (see fake-nodes.ts).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { endsWithUs, freePort } from '@wellspring/testing/processes';
import { findCommand } from './tools-folder.ts';

export interface ControlPlane {
  /** Path of a kubeconfig with all rights. */
  kubeconfig: string;
  client: KubeConfig;
  stop: () => Promise<void>;
}

const startDeadlineMs = 180_000;
const controllers = [
  'deployment-controller',
  'replicaset-controller',
  'job-controller',
  'serviceaccount-controller',
  'namespace-controller',
  'resourcequota-controller',
  'garbage-collector-controller',
  'endpointslice-controller',
  'disruption-controller',
  'horizontal-pod-autoscaler-controller',
];

/** @throws Error with the end of the log of what did not start. */
export async function startControlPlane(): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-cluster-'));
  const token = randomBytes(16).toString('hex');
  const [etcdPort, peerPort, apiPort] = [await freePort(), await freePort(), await freePort()];
  const etcdUrl = `http://127.0.0.1:${etcdPort}`;
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`);
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' });
  writeFileSync(join(folder, 'service-accounts.key'), key, { mode: 0o600 });
  const kubeconfig = join(folder, 'kubeconfig');
  const processes: ChildProcess[] = [];

  const stop = async (): Promise<void> => {
    for (const child of processes.toReversed()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const start = (name: string, args: string[]): ChildProcess => {
    const child = startProcess(name, args, join(folder, `${name}.log`));
    processes.push(child);
    return child;
  };

  try {
    start('etcd', [
      `--data-dir=${join(folder, 'etcd')}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
      '--unsafe-no-fsync',
    ]);
    const apiServer = start('kube-apiserver', [
      `--etcd-servers=${etcdUrl}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${apiPort}`,
      `--cert-dir=${join(folder, 'certificates')}`,
      `--token-auth-file=${join(folder, 'tokens.csv')}`,
      '--authorization-mode=RBAC',
      // Not this flag but Pod Security is to be what refuses privileged pods.
      '--allow-privileged=true',
      '--service-cluster-ip-range=10.96.0.0/16',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${join(folder, 'service-accounts.key')}`,
      `--service-account-signing-key-file=${join(folder, 'service-accounts.key')}`,
    ]);
    const certificate = join(folder, 'certificates/apiserver.crt');
    await untilReady(apiServer, folder, apiPort, token);
    const client = new KubeConfig();
    client.loadFromOptions({
      clusters: [{ name: 'test', server: `https://127.0.0.1:${apiPort}`, caFile: certificate }],
      users: [{ name: 'admin', token }],
      contexts: [{ name: 'test', cluster: 'test', user: 'admin' }],
      currentContext: 'test',
    });
    writeFileSync(kubeconfig, client.exportConfig(), { mode: 0o600 });
    start('kube-controller-manager', [
      `--kubeconfig=${kubeconfig}`,
      `--controllers=${controllers.join(',')}`,
      `--service-account-private-key-file=${join(folder, 'service-accounts.key')}`,
      '--horizontal-pod-autoscaler-sync-period=1s',
      '--leader-elect=false',
      '--secure-port=0',
    ]);
    return { kubeconfig, client, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startProcess(name: string, args: string[], logFile: string): ChildProcess {
  const binary = findCommand(name);
  if (binary === undefined) throw new Error(`${name} is missing: npm run cluster:set-up`);
  const child = endsWithUs(spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  return child;
}

async function untilReady(apiServer: ChildProcess, folder: string, port: number, token: string): Promise<void> {
  const { get } = await import('node:https');
  const isReady = (): Promise<boolean> =>
    new Promise((resolve) => {
      // Its certificate is made as it starts, so there is nothing yet to check it against.
      const options = { headers: { authorization: `Bearer ${token}` }, rejectUnauthorized: false, timeout: 2_000 };
      get(`https://127.0.0.1:${port}/readyz`, options, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      })
        .on('timeout', () => resolve(false))
        .on('error', () => resolve(false));
    });
  const deadline = Date.now() + startDeadlineMs;
  while (!(await isReady())) {
    if (Date.now() > deadline || apiServer.exitCode !== null) {
      throw new Error(
        `kube-apiserver did not start:\n${readFileSync(join(folder, 'kube-apiserver.log'), 'utf8').slice(-3_000)}`,
      );
    }
    await delay(200);
  }
}

/** Nobody's data is in it, so it need not be asked twice. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
