/**
 * `npm run bench:delivery`: how long images take on this machine and how large they are, in a copy of the workspace with
 * a cache of Nx of its own. The engine keeps its build cache; only the tags are taken away, so that it has to build.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { command, parsed } from '@wellspring/command';
import { z } from 'zod';
import { table } from '../../bench/table.ts';
import { copyWorkspace } from '../../check/workspace-copy.ts';
import { findCommand } from '../../cluster/tools-folder.ts';
import { deployed } from '../../deploy/chart-topology.ts';
import { readTopology } from '../../topology/topology.ts';
import { buildOwnBase } from '../base/own-base.ts';
import { findEngine } from '../engine.ts';
import { forgetRegistry, registryProgram, startRegistry } from '../own-registry.ts';

parsed(
  command(
    'bench:delivery',
    'How long images take on this machine and how large they are, in a copy of the workspace. Takes a Docker engine.',
  ),
);

const changed = 'billing';
const made = z.looseObject({ reference: z.string() });
const engine = await findEngine();
const topology = readTopology();
const apps = topology.map(({ name }) => name);
const root = copyWorkspace();
const times: string[][] = [];
const author = {
  ...{ GIT_AUTHOR_NAME: 'bench', GIT_AUTHOR_EMAIL: 'bench@localhost' },
  ...{ GIT_COMMITTER_NAME: 'bench', GIT_COMMITTER_EMAIL: 'bench@localhost' },
};

try {
  git('init', '--quiet', '--initial-branch=main');
  commit('before');
  console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? ''}, Docker ${engine.version}`);

  process.env['BASE_IMAGE'] ??= 'debian';
  if (process.env['BASE_IMAGE'] === 'debian') {
    await time('base image from the Debian mirror', async () => {
      await buildOwnBase(engine);
    });
  }
  nx('run-many', '-t', 'image');
  for (const app of apps) await engine.docker(['image', 'rm', imageOf(app)]);
  rmSync(join(root, '.nx'), { recursive: true, force: true });
  await time(`all ${apps.length} images, nothing built before`, () => nx('run-many', '-t', 'image'));
  await time('all images, nothing changed', () => nx('run-many', '-t', 'image'));

  const before = await layersOf(changed);
  changeOneLine();
  await time(`nx image ${changed}, one line changed`, () => nx('image', changed));
  const after = await layersOf(changed);
  commit('after');
  await time('nx affected -t image, that line changed', () => nx('affected', '-t', 'image', '--base=HEAD~1'));
  await time('nx run-many -t image --skip-nx-cache', () => nx('run-many', '-t', 'image', '--skip-nx-cache'));
  const different = after.filter((layer) => !before.includes(layer)).length;
  const affectedApps = affected();
  if (registryProgram) await timePipeline();
  else console.log('From commit to lock: not measured, there is no docker-registry here');

  console.log(`\n${table(['', 'seconds'], times)}`);
  console.log(`\nLayers of ${changed} that are different after one line: ${different} of ${after.length}`);
  console.log(`Affected by it: ${affectedApps.join(', ')} of ${apps.length} apps`);
  console.log(`\n${table(['MB, uncompressed', 'base', 'vendor', 'own'], await Promise.all(apps.map(sizes)))}`);
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** What the pipeline does on main with one more commit, when the registry and the engine have what was there before. */
async function timePipeline(): Promise<void> {
  const registry = await startRegistry();
  process.env['IMAGE_REGISTRY'] = `${registry.host}/wellspring`;
  try {
    nx('run-many', '-t', 'push');
    script('tools/image/lock.ts', '--env=staging', '--commit');
    changeOneLine();
    commit('one more');
    // Nothing built and no cache, as in a fresh clone; what npm installed is there.
    git('clean', '--quiet', '--force', '-d', '-x', '--exclude=node_modules');
    const helm = findCommand('helm');
    await time(`from that line's commit to images pushed${helm ? ', charts packaged' : ''} and lock written`, () => {
      nx('run-many', '-t', 'push');
      const charts = deployed(topology).map(({ name }) => `deploy/charts/${name}`);
      const packing = ['package', ...charts, '--destination', 'dist/charts'];
      if (helm) execFileSync(helm, packing, { cwd: root, stdio: 'pipe' });
      script('tools/image/lock.ts', '--env=staging', '--commit');
    });
  } finally {
    await forgetRegistry(engine, registry);
    await registry.stop();
  }
}

function changeOneLine(): void {
  appendFileSync(join(root, 'apps', changed, 'src/main.ts'), `export const changedAt${Date.now()} = true;\n`);
}

/** A command of the copy. */
function script(...args: string[]): void {
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    env: { ...process.env, ...author },
  });
}

async function time(what: string, work: () => void | Promise<void>): Promise<void> {
  const startedAt = performance.now();
  await work();
  times.push([what, ((performance.now() - startedAt) / 1000).toFixed(1)]);
}

function nx(...args: string[]): void {
  const { status, stdout, stderr } = run(...args, '--output-style=static');
  if (status !== 0) throw new Error(`nx ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = {
    ...process.env,
    ...{ NX_DAEMON: 'false', NX_TUI: 'false', NX_WORKSPACE_ROOT_PATH: root },
    // Nx would keep it with the user, for every clone.
    NX_CACHE_DIRECTORY: join(root, '.nx/cache'),
  };
  return spawnSync(join(root, 'node_modules/.bin/nx'), args, { cwd: root, encoding: 'utf8', env });
}

function affected(): string[] {
  const { stdout } = run('show', 'projects', '--affected', '--base=HEAD~1', '--with-target=image');
  return stdout.trim().split('\n');
}

function git(...args: string[]): void {
  execFileSync('git', args, { cwd: root, env: { ...process.env, ...author } });
}

function commit(message: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '--message', message);
}

function imageOf(app: string): string {
  const file = join(root, 'dist/images', app, 'image.json');
  return made.parse(JSON.parse(readFileSync(file, 'utf8'))).reference;
}

async function layersOf(app: string): Promise<string[]> {
  const layers = await engine.docker(['image', 'inspect', '--format', '{{json .RootFS.Layers}}', imageOf(app)]);
  return z.array(z.string()).parse(JSON.parse(layers));
}

async function sizes(app: string): Promise<string[]> {
  const history = await engine.docker(['image', 'history', '--format', '{{.Size}}', '--human=false', imageOf(app)]);
  const [, own = 0, vendor = 0, ...base] = history.split('\n').map(Number);
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  return [app, megabytes(base.reduce((sum, layer) => sum + layer, 0)), megabytes(vendor), megabytes(own)];
}
