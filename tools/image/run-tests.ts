/**
 * `npm run test:images`: builds the base image and the image of every app, looks into each, releases them to a registry,
 * runs the whole system from them where only declared calls are possible, and walks it in a browser. Fails where it
 * cannot be run.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../stack/topology.ts';
import { buildOwnBase } from './base/own-base.ts';
import { readPinnedBase } from './base-image.ts';
import { findEngine } from './engine.ts';
import { startOwnEngine, type OwnEngine } from './own-engine.ts';

const bin = join(workspaceRoot, 'node_modules');
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(bin, 'jest/bin/jest.js'),
  '--runInBand',
];
const steps: [what: string, args: string[]][] = [
  ['every image', [join(bin, 'nx/dist/bin/nx.js'), 'run-many', '-t', 'image', '--output-style=static']],
  ['images, releases and networks', [...jest, '--config', 'tools/jest.images.config.js']],
  [
    'the walk in the browser',
    [...jest, '--config', 'apps/portal-e2e/jest.config.js', '--testMatch', '<rootDir>/src/**/*.browser-spec.ts'],
  ],
];

let running: ChildProcess | undefined;
const cancelled = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    cancelled.abort(new Error('Cancelled'));
    running?.kill('SIGTERM');
  });
}

let ownEngine: OwnEngine | undefined;
try {
  ownEngine = await engineRunning();
  console.log(`Engine: ${ownEngine?.host ?? 'the one that answers'}\nBase: ${await chooseBase()}`);
  const failed: string[] = [];
  for (const [what, args] of steps) {
    cancelled.signal.throwIfAborted();
    if ((await run(args)) !== 0) failed.push(what);
    if (failed.includes('every image')) break;
  }
  console.log(failed.length === 0 ? '\nImages: all passed.' : `\nImages: FAILED: ${failed.join(', ')}.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`Images: FAILED, not run to the end: ${error instanceof Error ? error.message : String(error)}`);
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

/** What BASE_IMAGE says; otherwise our own, for which no registry need be reachable, or else the official one. */
async function chooseBase(): Promise<string> {
  const chosen = process.env['BASE_IMAGE'];
  if (chosen !== undefined && chosen !== 'debian') return chosen;
  try {
    const { reference, id } = await buildOwnBase(await findEngine());
    process.env['BASE_IMAGE'] = 'debian';
    return `${reference} ${id}, from the Debian mirror`;
  } catch (error) {
    if (chosen === 'debian') throw error;
    const { image, digest } = readPinnedBase();
    return `${image}@${digest}, since there can be none from a Debian mirror: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function run(args: string[]): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: workspaceRoot,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', WELLSPRING_SYSTEM: 'images' },
  });
  running = child;
  return new Promise((resolve) => {
    child.once('close', (code) => {
      running = undefined;
      resolve(code ?? 1);
    });
  });
}
