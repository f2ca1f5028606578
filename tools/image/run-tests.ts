/** `npm run test:images`. Fails where it cannot be run. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { command, CommandFailure, describeError, runCommand } from '@wellspring/command';
import { endsWithUs } from '@wellspring/testing/processes';
import { workspaceRoot } from '../topology/topology.ts';
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

const program = command(
  'test:images',
  'Builds the image of every app, looks into each, releases them to a registry, runs the whole system from them where only\n' +
    'declared calls are possible, and walks it in a browser. Takes a Docker engine, or dockerd and root to start one.',
).action(testImages);

await runCommand(program);

async function testImages(): Promise<void> {
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
    if (failed.length > 0) throw new CommandFailure(`\nImages: FAILED: ${failed.join(', ')}.`);
    console.log('\nImages: all passed.');
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure(`Images: FAILED, not run to the end: ${describeError(error)}`);
  } finally {
    await ownEngine?.stop();
  }
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
    return `${image}@${digest}, since there can be none from a Debian mirror: ${describeError(error)}`;
  }
}

async function run(args: string[]): Promise<number> {
  const child = endsWithUs(
    spawn(process.execPath, args, {
      cwd: workspaceRoot,
      stdio: 'inherit',
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', WELLSPRING_SYSTEM: 'images' },
    }),
  );
  running = child;
  return new Promise((resolve) => {
    child.once('close', (code) => {
      running = undefined;
      resolve(code ?? 1);
    });
  });
}
