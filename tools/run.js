/**
 * `node tools/run.js <script> [arguments]`: what every command of package.json goes through, in plain JavaScript for
 * whatever Node the machine has. Installs the dependencies when they are missing or out of date, then goes on under the
 * Node version the workspace itself brings.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const binaries = join(root, 'node_modules/.bin');
const ownNode = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

const [script, ...args] = process.argv.slice(2);
if (!isInstalled()) install();
run(script, args);

/** Runs a script under the workspace's Node, and exits as it does. */
function run(script, args) {
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

/**
 * npm keeps a copy of the lockfile of what it installed below the root: the two have to name the same versions. What a
 * project has beside it is looked at itself, since a cache may have brought back the root's folder alone.
 */
function isInstalled() {
  const installedLock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock) || !existsSync(ownNode)) return false;
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const installed = packagesIn(installedLock);
  return Object.entries(wanted).every(([path, { version, link, optional, peer }]) => {
    if (optional === true || peer === true || !path.includes('node_modules/')) return true;
    if (link === true) return existsSync(join(root, path));
    if (!path.startsWith('node_modules/') && !existsSync(join(root, path))) return false;
    return installed[path]?.version === version;
  });
}

function packagesIn(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
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
