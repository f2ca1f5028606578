/**
 * `npm run test:images`: builds the base image and the image of every app, looks into each, runs the whole system from
 * them where only declared calls are possible, and walks it in a browser. Fails where it cannot be run.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../stack/topology.ts';
import { buildOwnBase } from './base/own-base.ts';
import { findEngine } from './engine.ts';
import { startOwnEngine, type OwnEngine } from './own-engine.ts';

const bin = join(workspaceRoot, 'node_modules');
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(bin, 'jest/bin/jest.js'),
  '--runInBand',
];

let ownEngine: OwnEngine | undefined;
try {
  ownEngine = await engineRunning();
  // No registry need be reachable: unless told otherwise, everything is built from what the Debian mirror has.
  process.env['BASE_IMAGE'] ??= 'debian';
  if (process.env['BASE_IMAGE'] === 'debian') {
    const { reference, id } = await buildOwnBase(await findEngine());
    console.log(`${reference} ${id}`);
  }
  const steps: [what: string, args: string[]][] = [
    ['every image', [join(bin, 'nx/dist/bin/nx.js'), 'run-many', '-t', 'image', '--output-style=static']],
    ['images and networks', [...jest, '--config', 'tools/jest.images.config.js']],
    [
      'the walk in the browser',
      [...jest, '--config', 'apps/portal-e2e/jest.config.js', '--testMatch', '<rootDir>/src/**/*.browser-spec.ts'],
    ],
  ];
  const failed: string[] = [];
  for (const [what, args] of steps) {
    if ((await run(args)) !== 0) failed.push(what);
    if (failed.includes('every image')) break;
  }
  console.log(failed.length === 0 ? '\nImages: all passed.' : `\nImages: FAILED: ${failed.join(', ')}.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`Images: FAILED, not run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await ownEngine?.stop();
}

/** @returns the engine to stop afterwards, if it was us who started it. */
async function engineRunning(): Promise<OwnEngine | undefined> {
  const answers = await findEngine().then(
    () => true,
    () => false,
  );
  return answers ? undefined : startOwnEngine();
}

async function run(args: string[]): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: workspaceRoot,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', WELLSPRING_SYSTEM: 'images' },
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve(code ?? 1));
  });
}
