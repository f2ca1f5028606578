/**
 * `npm run test:generator`: generates a service into a copy of the workspace and asks of it what is asked of every
 * other: format, lint, types, tests on a real database, build; its chart where Helm is set up, its image where there is
 * a Docker engine.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findEngine } from '../image/engine.ts';
import { copyWorkspace } from '../check/workspace-copy.ts';

const name = 'parcel-tracking';
const root = copyWorkspace();
const failed: string[] = [];

try {
  step('generate', 'nx', 'g', '@wellspring/tools:service', name, '--no-interactive');
  if (failed.length === 0) {
    step(
      'format',
      'prettier',
      '--check',
      `apps/${name}`,
      `deploy/charts/${name}`,
      'deploy/environments',
      'package-lock.json',
    );
    for (const target of ['lint', 'typecheck', 'test', 'integration', 'build'])
      step(target, 'nx', 'run', `${name}:${target}`);
    step('projects and topology', 'nx', 'run', 'tools:test', '--testPathPatterns', 'stack|deploy|nx');
    step('chart', 'node', 'tools/cluster/test-charts.ts');
    const engine = await findEngine().catch(() => undefined);
    if (engine) {
      step('image', 'nx', 'run', `${name}:image`);
      const images = await engine.docker(['image', 'ls', '--quiet', `wellspring/${name}`]);
      if (images) await engine.docker(['image', 'rm', '--force', ...new Set(images.split('\n'))]);
    } else console.log('image: NOT RUN, there is no Docker engine here');
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
console.log(failed.length === 0 ? '\nGenerator: all passed.' : `\nGenerator: FAILED: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

function step(what: string, command: string, ...args: string[]): void {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
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
