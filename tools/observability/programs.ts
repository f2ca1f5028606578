/** The real programs the tests need and npm has not got. They are kept where those of tools/cluster are. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '@wellspring/command';
import { z } from 'zod';
import { toolsFolder } from '../cluster/tools-folder.ts';
import { copyEck, eckFolder, eckModule } from './charts/eck.ts';
import { assembleOpenSearch, opensearchFolder } from './opensearch/assemble.ts';

export interface Program {
  name: string;
  /** What `make` makes: whether it is there is told by this alone. */
  path: string;
  /** Gets or builds it; throws an Error that says what is missing for that. */
  make: () => void;
}

export const influxd: Program = {
  name: 'influxd',
  path: programPath('influxdb-1', 'usr/bin/influxd'),
  make: () => {
    unpackDebian('influxdb', programPath('influxdb-1'));
  },
};

/** With the plugins our configuration uses and no others: it is built in minutes, and a tenth of the size. */
const telegrafPlugins = [
  ...['prometheus', 'internal', 'kubernetes', 'kube_inventory', 'x509_cert'].map((name) => `inputs.${name}`),
  ...['processors.rename', 'outputs.influxdb', 'parsers.prometheus', 'serializers.influx'],
];

export const telegraf: Program = {
  name: 'telegraf',
  path: programPath('bin', 'telegraf'),
  make: () => {
    const options = ['-ldflags', '-s -w', '-tags', ['custom', ...telegrafPlugins].join(',')];
    goBuild(join(import.meta.dirname, 'telegraf'), 'github.com/influxdata/telegraf/cmd/telegraf', options);
  },
};

export const influxd2: Program = {
  name: 'influxd-2',
  path: programPath('bin', 'influxd'),
  make: () => {
    const folder = join(import.meta.dirname, 'influxd-2');
    // Its query language is written in Rust; this tells the Go compiler where that is, once it has had it built.
    goBuild(folder, 'github.com/influxdata/pkg-config');
    const options = ['-ldflags', '-s -w', '-tags', 'sqlite_foreign_keys,sqlite_json'];
    goBuild(folder, 'github.com/influxdata/influxdb/v2/cmd/influxd', options, {
      PKG_CONFIG: programPath('bin', 'pkg-config'),
      RUSTC_WRAPPER: join(folder, 'rustc.sh'),
      RUSTUP_TOOLCHAIN: 'stable',
    });
  },
};

export const opensearch: Program = {
  name: 'opensearch',
  path: programPath(opensearchFolder),
  make: () => {
    assembleOpenSearch(opensearch.path);
  },
};

export const eck: Program = {
  name: 'eck',
  path: programPath(eckFolder),
  make: () => {
    copyEck(goDownload(eckModule), eck.path);
  },
};

export const programs: Program[] = [opensearch, influxd, influxd2, telegraf, eck];

export function missingPrograms(): string[] {
  return programs.filter(({ path }) => !existsSync(path)).map(({ name }) => name);
}

export function programPath(...parts: string[]): string {
  return join(toolsFolder(), ...parts);
}

/** Gets a package of the distribution and unpacks it beside ours, installing nothing. Needs the lists of `apt-get update`. */
export function unpackDebian(name: string, target: string): void {
  mkdirSync(toolsFolder(), { recursive: true });
  const folder = mkdtempSync(join(toolsFolder(), `${name}-`));
  try {
    run('apt-get', ['download', name], folder, 'a Debian or Ubuntu, with "apt-get update" run once');
    const [file] = readdirSync(folder);
    if (file === undefined) throw new CommandFailure(`apt-get has no package ${name}`);
    run('dpkg-deb', ['--extract', file, 'root'], folder, 'dpkg');
    rmSync(target, { recursive: true, force: true });
    renameSync(join(folder, 'root'), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const neededForGo = 'Go 1.26 or later';

/** Builds a command from the versions in `folder/go.mod`, which are not changed by it. */
function goBuild(folder: string, packageName: string, options: string[] = [], env: Record<string, string> = {}): void {
  const output = programPath('bin', packageName.split('/').at(-1) ?? packageName);
  const always = ['-mod=readonly', '-trimpath', '-buildvcs=false'];
  run('go', ['build', ...always, ...options, '-o', output, packageName], folder, neededForGo, { env });
}

/** @returns where the files of a module are, which is read-only */
function goDownload(module: string): string {
  mkdirSync(toolsFolder(), { recursive: true });
  const answer = run('go', ['mod', 'download', '-json', module], toolsFolder(), neededForGo, { stdout: 'pipe' });
  return z.object({ Dir: z.string() }).parse(JSON.parse(answer)).Dir;
}

interface RunOptions {
  env?: Record<string, string>;
  stdout?: 'inherit' | 'pipe';
}

function run(
  command: string,
  args: string[],
  cwd: string,
  needed: string,
  { env = {}, stdout = 'inherit' }: RunOptions = {},
): string {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', stdout, 'inherit'],
      env: { ...process.env, ...env },
    });
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new CommandFailure(
      missing ? `There is no ${command}: it takes ${needed}.` : `"${command} ${args.join(' ')}" failed: see above.`,
    );
  }
}
