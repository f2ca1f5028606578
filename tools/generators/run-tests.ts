/** `npm run test:generator` */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { command, CommandFailure, runCommand } from '@wellspring/command';
import { findEngine } from '../image/engine.ts';
import { copyWorkspace } from '../check/workspace-copy.ts';

/** One that customers read, and one with something they can do. */
const kinds = [
  { name: 'parcel-tracking', options: ['--resource=parcel'] },
  { name: 'number-porting', options: ['--resource=porting', '--command'] },
];
const failed: string[] = [];

const program = command(
  'test:generator',
  'Generates a service of each kind into a copy of the workspace and asks of it what is asked of every other: format, lint,\n' +
    'types, tests on a real database, build; its chart, which takes Helm, and its image where there is a Docker engine.',
).action(testGenerator);

await runCommand(program);

async function testGenerator(): Promise<void> {
  const root = copyWorkspace();
  try {
    await generateAndCheck(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  if (failed.length > 0) throw new CommandFailure(`\nGenerator: FAILED: ${failed.join(', ')}.`);
  console.log('\nGenerator: all passed.');
}

async function generateAndCheck(root: string): Promise<void> {
  for (const { name, options } of kinds) {
    step(root, `generate ${name}`, 'nx', 'g', '@wellspring/tools:service', name, ...options, '--no-interactive');
  }
  if (failed.length > 0) return;
  const names = kinds.map(({ name }) => name);
  const written = ['apps/portal', 'deploy/environments', 'package-lock.json'];
  step(
    root,
    'format',
    'prettier',
    '--check',
    ...names.flatMap((name) => [`apps/${name}`, `libs/contract-${name}`, `deploy/charts/${name}`]),
    ...written,
  );
  for (const target of ['lint', 'typecheck']) {
    for (const name of names)
      step(root, `${target} of the contract of ${name}`, 'nx', 'run', `contract-${name}:${target}`);
  }
  for (const target of ['lint', 'typecheck', 'test', 'integration', 'build']) {
    for (const name of names) step(root, `${target} of ${name}`, 'nx', 'run', `${name}:${target}`);
  }
  step(root, 'pages', 'nx', 'run', 'portal:typecheck');
  step(root, 'lint of pages', 'nx', 'run', 'portal:lint');
  step(root, 'messages', 'nx', 'run', 'portal:test', '--testPathPatterns', 'messages');
  step(
    root,
    'projects and topology',
    'nx',
    'run',
    'tools:test',
    '--testPathPatterns',
    'topology|stack|deploy|nx|observability',
  );
  step(root, 'structure', 'nx', 'run', 'workspace:structure');
  step(root, 'chart', 'node', 'tools/cluster/test-charts.ts');
  await makeImages(root, names);
}

async function makeImages(root: string, names: string[]): Promise<void> {
  const engine = await findEngine().catch(() => undefined);
  if (!engine) {
    console.log('image: NOT RUN, there is no Docker engine here');
    return;
  }
  for (const name of names) {
    step(root, `image of ${name}`, 'nx', 'run', `${name}:image`);
    const images = await engine.docker(['image', 'ls', '--quiet', `wellspring/${name}`]);
    if (images) await engine.docker(['image', 'rm', '--force', ...new Set(images.split('\n'))]);
  }
}

function step(root: string, what: string, executable: string, ...args: string[]): void {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(executable, args, {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_WORKSPACE_ROOT_PATH: root,
    },
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${what}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (status === 0) return;
  console.log(`${stdout}\n${stderr}`);
  failed.push(what);
}
