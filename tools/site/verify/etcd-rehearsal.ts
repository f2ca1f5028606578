/** A snapshot is taken of a real etcd by the machine's own program, stored, and etcd brought back from it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endsWithUs, freePort } from '@wellspring/testing/processes';
import type { Secrets } from '../description/secrets.ts';
import type { Site } from '../description/site.ts';
import { rehearsedMachine, script, type RehearsedMachine } from './rehearsed-machine.ts';
import { say, type Verification } from './verification.ts';

const keys = 50;
const startDeadlineMs = 60_000;

export function etcdRehearsal(site: Site, secrets: Secrets, folder: string): Verification {
  return {
    what: 'etcd: a snapshot is taken, restored to see, encrypted, stored; and etcd is brought back from the store',
    needs: ['etcd', 'etcdctl', 'etcdutl', 'kubeadm', 'age', 'curl'],
    run: async (programs) => {
      const store = await startStore();
      try {
        const identity = join(folder, 'age.key');
        await say('age-keygen', ['--output', identity]);
        const recipient = (await say('age-keygen', ['-y', identity])).trim();
        const snapshots = { ...site.snapshots, url: store.url, recipient };
        const machine = await rehearsedMachine({
          site: { ...site, snapshots },
          secrets,
          folder,
          kubeadm: programs['kubeadm'] ?? '',
          validity: '24h',
          standIns: standIns(programs),
        });
        await rehearse(machine, programs, store.objects, identity);
      } finally {
        store.server.close();
      }
    },
  };
}

async function rehearse(
  machine: RehearsedMachine,
  programs: Record<string, string>,
  objects: Map<string, Buffer>,
  identity: string,
): Promise<void> {
  const data = join(machine.root, 'etcd');
  const port = await freePort();
  const env = { ...machine.env, ETCD_DATA: data, ETCD_ENDPOINT: `https://127.0.0.1:${port}` };
  const etcdctl = (...args: string[]): Promise<string> =>
    say(programs['etcdctl'] ?? '', [...clientOptions(machine, port), ...args], machine.env);

  let etcd = await startEtcd(machine, programs, data, port);
  try {
    for (let key = 0; key < keys; key += 1) await etcdctl('put', `/registry/key-${key}`, `value ${key}`);
    await say('bash', [script('etcd-snapshot')], env);
    await etcdctl('del', '/registry/', '--prefix');
  } finally {
    await end(etcd);
  }

  const [[path, encrypted] = ['', Buffer.of()]] = objects;
  if (!/^\/control-1\/.+\.db\.age$/.test(path)) throw new Error(`Stored was ${path || 'nothing'}`);
  const noted = machine.asked().find((line) => line.startsWith('kubectl') && line.includes('etcd-snapshot-keys='));
  if (noted === undefined) throw new Error('Nothing was noted at the node');
  writeFileSync(join(machine.root, 'stored.age'), encrypted);
  const snapshot = join(machine.root, 'snapshot.db');
  await say('age', ['--decrypt', '--identity', identity, '--output', snapshot, join(machine.root, 'stored.age')]);
  await say('bash', [script('etcd-restore'), snapshot], { ...env, NOTHING_RUNS: 'yes' });

  etcd = await startEtcd(machine, programs, data, port);
  try {
    const back = (await etcdctl('get', '/registry/', '--prefix', '--keys-only')).split('\n').filter(Boolean);
    if (back.length !== keys) throw new Error(`${back.length} of ${keys} keys came back`);
  } finally {
    await end(etcd);
    rmSync(data, { recursive: true, force: true });
  }
}

/** The container runtime runs what it is asked for here and now; the cluster is told and does not answer. */
function standIns({ etcdctl = '', etcdutl = '' }: Record<string, string>): Record<string, string> {
  const run = `while [ "$1" != etcdctl ] && [ "$1" != etcdutl ]; do shift; done
case $1 in etcdctl) program='${etcdctl}' ;; etcdutl) program='${etcdutl}' ;; esac
shift
exec "$program" "$@"
`;
  return {
    crictl: `case $1 in
  ps) [ -n "\${NOTHING_RUNS:-}" ] || echo etcd-container ;;
  images) echo '{"repoTags": ["registry.k8s.io/etcd:3.6.8-0"]}' ;;
  exec) ${run} ;;
esac
`,
    ctr: run,
    kubectl: '',
  };
}

function certificatesOf(
  { kubernetes }: RehearsedMachine,
  name: string,
): { authority: string; own: string; key: string } {
  const folder = join(kubernetes, 'pki/etcd');
  return { authority: join(folder, 'ca.crt'), own: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
}

function clientOptions(machine: RehearsedMachine, port: number): string[] {
  const { authority, own, key } = certificatesOf(machine, 'healthcheck-client');
  return [`--endpoints=https://127.0.0.1:${port}`, `--cacert=${authority}`, `--cert=${own}`, `--key=${key}`];
}

async function startEtcd(
  machine: RehearsedMachine,
  { etcd = '', etcdctl = '' }: Record<string, string>,
  data: string,
  port: number,
): Promise<ChildProcess> {
  const { authority, own, key } = certificatesOf(machine, 'server');
  const url = `https://127.0.0.1:${port}`;
  const args = [
    `--name=control-1`,
    `--data-dir=${data}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=http://127.0.0.1:${await freePort()}`,
    `--trusted-ca-file=${authority}`,
    `--cert-file=${own}`,
    `--key-file=${key}`,
    '--client-cert-auth',
    '--unsafe-no-fsync',
  ];
  const child = endsWithUs(spawn(etcd, args, { stdio: 'ignore' }));
  const deadline = Date.now() + startDeadlineMs;
  for (;;) {
    try {
      await say(etcdctl, [...clientOptions(machine, port), 'endpoint', 'health']);
      return child;
    } catch (error) {
      if (Date.now() > deadline || child.exitCode !== null) throw error;
      await delay(200);
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function startStore(): Promise<{ server: Server; url: string; objects: Map<string, Buffer> }> {
  const objects = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const signed = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256') ?? false;
      if (request.method === 'PUT' && signed) objects.set(request.url ?? '', Buffer.concat(parts));
      response.writeHead(signed ? 200 : 403).end();
    });
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${port}`, objects };
}
