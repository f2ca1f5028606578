/** `npm run test:generator` */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { command, CommandFailure, runCommand } from '@wellspring/command';
import { findEngine } from '../image/engine.ts';
import { copyWorkspace } from '../check/workspace-copy.ts';

const name = 'parcel-tracking';
const failed: string[] = [];

const program = command(
  'test:generator',
  'Generates a service into a copy of the workspace and asks of it what is asked of every other: format, lint, types, tests\n' +
    'on a real database, build; its chart, which takes Helm, and its image where there is a Docker engine.',
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
  step(root, 'generate', 'nx', 'g', '@wellspring/tools:service', name, '--resource=parcel', '--no-interactive');
  if (failed.length > 0) return;
  step(
    root,
    'format',
    'prettier',
    '--check',
    `apps/${name}`,
    `deploy/charts/${name}`,
    'apps/portal',
    'deploy/environments',
    'package-lock.json',
  );
  for (const target of ['lint', 'typecheck', 'test', 'integration', 'build']) {
    step(root, target, 'nx', 'run', `${name}:${target}`);
  }
  step(root, 'pages', 'nx', 'run', 'portal:typecheck');
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
  const engine = await findEngine().catch(() => undefined);
  if (engine) {
    step(root, 'image', 'nx', 'run', `${name}:image`);
    const images = await engine.docker(['image', 'ls', '--quiet', `wellspring/${name}`]);
    if (images) await engine.docker(['image', 'rm', '--force', ...new Set(images.split('\n'))]);
  } else console.log('image: NOT RUN, there is no Docker engine here');
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
