/**
 * `npm run cluster:set-up`: gets what `npm run test:charts` and `npm run test:cluster` need and npm has not: Helm, kubeconform with the schemas of
 * Kubernetes, and a real API server with its controllers and etcd. Everything is built from the Go modules of its
 * project, so that a Go module proxy is all it takes; nothing is downloaded ready-made. It is kept outside the repository.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, command, CommandFailure, runCommand } from '@wellspring/command';
import { z } from 'zod';
import { writeSchemas } from './kubernetes-schemas.ts';
import { etcdBinary, schemasFolder, toolsFolder, type ToolName } from './tools-folder.ts';

const versions = { helm: '3.22.0', kubeconform: '0.8.0', kubernetes: '1.36.3', etcd: '3.6.5' };

const bin = join(toolsFolder(), 'bin');

const steps: Record<ToolName, () => void> = {
  helm: () => goInstall(`helm.sh/helm/v3/cmd/helm@v${versions.helm}`),
  kubeconform: () => goInstall(`github.com/yannh/kubeconform/cmd/kubeconform@v${versions.kubeconform}`),
  'kube-apiserver': () => buildKubernetes('kube-apiserver'),
  'kube-controller-manager': () => buildKubernetes('kube-controller-manager'),
  etcd: buildEtcd,
  kubeadm: () => buildPinned('kubeadm', 'kubeadm', 'k8s.io/kubernetes/cmd/kubeadm'),
  etcdctl: () => buildPinned('etcdctl', 'etcd-clients', 'go.etcd.io/etcd/etcdctl/v3'),
  etcdutl: () => buildPinned('etcdutl', 'etcd-clients', 'go.etcd.io/etcd/etcdutl/v3'),
  schemas: () => {
    writeSchemas(join(kubernetesModule().Dir, 'api/openapi-spec/swagger.json'), schemasFolder());
  },
};

const program = command(
  'cluster:set-up',
  `Builds what npm has not got and tests need, from Go modules, into ${toolsFolder()}.\nThe first time takes long (some ten minutes on two cores, 4 GB of Go's build cache); what is there is left alone.`,
)
  .addArgument(new Argument('[tools...]', 'without: all').choices(Object.keys(steps)))
  .action(setUp);

await runCommand(program);

function setUp(asked: string[]): void {
  for (const [name, make] of Object.entries(steps)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    if (isThere(name)) {
      console.log(`${name}: there`);
      continue;
    }
    console.log(`${name}: building …`);
    make();
  }
  console.log(`Everything is in ${toolsFolder()}`);
}

function isThere(name: string): boolean {
  if (name === 'schemas') return existsSync(join(schemasFolder(), '_definitions.json'));
  if (name === 'etcd') return etcdBinary() !== undefined;
  return existsSync(join(bin, name));
}

function goInstall(module: string): void {
  go(['install', module], toolsFolder());
}

/**
 * Kubernetes cannot be installed by `go install`: its go.mod points to folders of its own repository. Those are
 * published as modules of the same version, so a module of ours says so in their place.
 */
function buildKubernetes(command: string): void {
  const { GoMod } = kubernetesModule();
  const staged = [...readFileSync(GoMod, 'utf8').matchAll(/^\s+(k8s\.io\/[a-z-]+) => \.\/staging/gm)].map(
    ([, name]) => name ?? '',
  );
  const stagedVersion = `v0.${versions.kubernetes.split('.').slice(1).join('.')}`;
  const folder = moduleFolder('kubernetes', 'k8s.io/kubernetes/cmd/kube-apiserver', [
    `require k8s.io/kubernetes v${versions.kubernetes}`,
    ...staged.map((name) => `replace ${name} => ${name} ${stagedVersion}`),
  ]);
  go(['build', '-o', join(bin, command), `k8s.io/kubernetes/cmd/${command}`], folder);
}

function buildEtcd(): void {
  const folder = moduleFolder('etcd', 'go.etcd.io/etcd/server/v3/etcdmain', [
    `require go.etcd.io/etcd/server/v3 v${versions.etcd}`,
  ]);
  go(['build', '-o', join(bin, 'etcd'), 'go.etcd.io/etcd/server/v3'], folder);
}

/** One program of one of the modules in modules/, of which every sum is known. */
function buildPinned(name: string, module: string, main: string): void {
  go(['build', '-mod=readonly', '-o', join(bin, name), main], join(import.meta.dirname, 'modules', module));
}

function kubernetesModule(): { Dir: string; GoMod: string } {
  const answer = go(['mod', 'download', '-json', `k8s.io/kubernetes@v${versions.kubernetes}`], toolsFolder(), 'pipe');
  return z.object({ Dir: z.string(), GoMod: z.string() }).parse(JSON.parse(answer));
}

/** A module whose only purpose is to pin what is built. */
function moduleFolder(name: string, imported: string, lines: string[]): string {
  const folder = join(toolsFolder(), 'build', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'go.mod'), ['module wellspring-tools', '', 'go 1.26', '', ...lines, ''].join('\n'));
  writeFileSync(join(folder, 'tools.go'), `//go:build tools\n\npackage tools\n\nimport _ "${imported}"\n`);
  go(['mod', 'tidy', '-e'], folder);
  return folder;
}

function go(args: string[], cwd: string, stdout: 'inherit' | 'pipe' = 'inherit'): string {
  mkdirSync(bin, { recursive: true });
  try {
    return execFileSync('go', args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', stdout, 'inherit'],
      env: { ...process.env, GOBIN: bin, GOFLAGS: '-mod=mod' },
    });
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw missing
      ? new CommandFailure(
          'Go is missing: install Go 1.26 or later (https://go.dev/dl, or golang from the distribution)',
        )
      : new CommandFailure(`"go ${args.join(' ')}" failed: see its message above.`);
  }
}
