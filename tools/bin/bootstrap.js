/**
 * What has to happen before anything else can run, in plain JavaScript for whatever Node the machine has: install the
 * dependencies when they are missing or out of date, then go on under the Node version the workspace itself brings.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const binaries = join(root, 'node_modules/.bin');
const ownNode = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Installs if needed, runs `script` with `args` under the workspace's Node, and exits as it does. */
export function run(script, args) {
  if (!isInstalled()) install();
  const child = spawn(ownNode, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: [binaries, process.env.PATH].join(delimiter) },
  });
  // Ctrl-C reaches the child by itself, since it is in the same process group; it decides when to end.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`Cannot run ${ownNode}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

/** npm keeps a copy of the lockfile of what it installed: the two have to name the same versions. */
function isInstalled() {
  const installedLock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock) || !existsSync(ownNode)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      !path.startsWith('node_modules/') ||
      entry.link === true ||
      entry.optional === true ||
      entry.peer === true ||
      installed[path]?.version === entry.version,
  );
}

function install() {
  console.log('Installing dependencies (npm ci) …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    console.error('npm ci failed: see its message above.');
    process.exit(1);
  }
}
