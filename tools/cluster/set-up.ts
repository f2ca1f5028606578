/**
 * `npm run cluster:set-up`: gets what `npm run cluster`, `npm run test:charts` and `npm run test:cluster` need and npm
 * has not. Everything is built from the Go modules of its project, with the sums kept in modules/, so that a Go module
 * proxy is all it takes; nothing is downloaded ready-made but packages of the distribution. It is kept outside the
 * repository.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, command, CommandFailure, runCommand } from '@wellspring/command';
import { z } from 'zod';
import { writeSchemas } from './kubernetes-schemas.ts';
import { missingPackages } from './local/programs.ts';
import { etcdBinary, findCommand, schemasFolder, toolsFolder, type ToolName } from './tools-folder.ts';

const versions = { helm: '3.22.0', kubeconform: '0.8.0' };

const bin = join(toolsFolder(), 'bin');
const modules = join(import.meta.dirname, 'modules');

const steps: Record<ToolName, () => void> = {
  helm: () => install(`helm.sh/helm/v3/cmd/helm@v${versions.helm}`),
  kubeconform: () => install(`github.com/yannh/kubeconform/cmd/kubeconform@v${versions.kubeconform}`),
  'kube-apiserver': () => build('kube-apiserver', 'kubernetes', 'k8s.io/kubernetes/cmd/kube-apiserver'),
  'kube-controller-manager': () =>
    build('kube-controller-manager', 'kubernetes', 'k8s.io/kubernetes/cmd/kube-controller-manager'),
  'kube-scheduler': () => build('kube-scheduler', 'kubernetes', 'k8s.io/kubernetes/cmd/kube-scheduler'),
  kubelet: () => build('kubelet', 'kubernetes', 'k8s.io/kubernetes/cmd/kubelet'),
  'kube-proxy': () => build('kube-proxy', 'kubernetes', 'k8s.io/kubernetes/cmd/kube-proxy'),
  etcd: () => build('etcd', 'etcd', 'go.etcd.io/etcd/server/v3'),
  kubeadm: () => build('kubeadm', 'kubeadm', 'k8s.io/kubernetes/cmd/kubeadm'),
  etcdctl: () => build('etcdctl', 'etcd-clients', 'go.etcd.io/etcd/etcdctl/v3'),
  etcdutl: () => build('etcdutl', 'etcd-clients', 'go.etcd.io/etcd/etcdutl/v3'),
  'kube-router': () => build('kube-router', 'kube-router', 'github.com/cloudnativelabs/kube-router/v2/cmd/kube-router'),
  coredns: () => build('coredns', 'coredns', '.'),
  'metrics-server': () => build('metrics-server', 'metrics-server', 'sigs.k8s.io/metrics-server/cmd/metrics-server'),
  pause: () => build('pause', 'pause', '.'),
  schemas: () => {
    writeSchemas(join(kubernetesFolder(), 'api/openapi-spec/swagger.json'), schemasFolder());
  },
  packages: installPackages,
};

/** What takes only a cluster whose nodes run pods. */
const forNodes: string[] = [
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kube-router',
  'coredns',
  'metrics-server',
  'pause',
  'packages',
] satisfies ToolName[];

const program = command(
  'cluster:set-up',
  `Builds what npm has not got and tests need, from Go modules, into ${toolsFolder()}.\nThe first time takes long (some ten minutes on two cores, 4 GB of Go's build cache; with --nodes half as much again); what is there is left alone.`,
)
  .addArgument(new Argument('[tools...]', 'only these').choices(Object.keys(steps)))
  .option('--nodes', 'what a cluster takes whose nodes run pods, too, with packages of Debian')
  .action(setUp);

await runCommand(program);

function setUp(asked: string[], { nodes = false }: { nodes?: boolean }): void {
  for (const [name, make] of Object.entries(steps)) {
    const isWanted = asked.length > 0 ? asked.includes(name) : nodes || !forNodes.includes(name);
    if (!isWanted) continue;
    if (isThere(name)) {
      console.log(`${name}: there`);
      continue;
    }
    console.log(`${name}: getting it …`);
    make();
  }
  console.log(`What was built is in ${toolsFolder()}`);
}

function isThere(name: string): boolean {
  if (name === 'schemas') return existsSync(join(schemasFolder(), '_definitions.json'));
  if (name === 'etcd') return etcdBinary() !== undefined;
  if (name === 'packages') return missingPackages().length === 0;
  return existsSync(join(bin, name));
}

/** One program of one of the modules in modules/, of which every sum is known. */
function build(name: string, module: string, main: string): void {
  // Without C libraries it runs in an image that has nothing else in it.
  const isLinkedWhole = ['coredns', 'metrics-server', 'pause', 'kube-router'].includes(name);
  go(['build', '-o', join(bin, name), main], join(modules, module), { ...(isLinkedWhole && { CGO_ENABLED: '0' }) });
}

function install(module: string): void {
  mkdirSync(bin, { recursive: true });
  go(['install', module], toolsFolder(), { GOBIN: bin });
}

/** Where the source of Kubernetes is, with its Swagger file. */
function kubernetesFolder(): string {
  const answer = go(['mod', 'download', '-json', 'k8s.io/kubernetes'], join(modules, 'kubernetes'), {}, 'pipe');
  return z.object({ Dir: z.string() }).parse(JSON.parse(answer)).Dir;
}

function installPackages(): void {
  const missing = missingPackages();
  if (findCommand('apt-get') === undefined || process.getuid?.() !== 0) {
    throw new CommandFailure(
      `The nodes of a local cluster need what Debian has in these packages: ${missing.join(' ')}. Only root can install them, and this knows only apt-get.`,
    );
  }
  run('apt-get', ['install', '--yes', '--no-install-recommends', ...missing], toolsFolder(), {
    DEBIAN_FRONTEND: 'noninteractive',
  });
}

function go(args: string[], cwd: string, env: Record<string, string>, stdout: 'inherit' | 'pipe' = 'inherit'): string {
  // GOFLAGS of the caller count, as in GOFLAGS=-p=1 on a machine that others use, too.
  const flags = [process.env['GOFLAGS'] ?? '', '-mod=readonly', '-buildvcs=false'].join(' ').trim();
  try {
    return run('go', args, cwd, { ...env, GOFLAGS: flags }, stdout);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing) throw error;
    throw new CommandFailure(
      'Go is missing: install Go 1.26 or later (https://go.dev/dl, or golang from the distribution)',
    );
  }
}

function run(
  program: string,
  args: string[],
  cwd: string,
  env: Record<string, string>,
  stdout: 'inherit' | 'pipe' = 'inherit',
): string {
  mkdirSync(cwd, { recursive: true });
  try {
    return execFileSync(program, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', stdout, 'inherit'],
      env: { ...process.env, ...env },
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error;
    throw new CommandFailure(`"${program} ${args.join(' ')}" failed: see its message above.`);
  }
}
