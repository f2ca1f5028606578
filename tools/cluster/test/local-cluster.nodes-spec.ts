/** The command that starts a cluster on this machine and leaves nothing of it behind. */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';
import { clusterFolder, existingNamespaces } from '../local/layout.ts';
import { clusterProcesses } from '../local/remains.ts';
import { requireNoCluster } from '../local/state.ts';
import { until } from '../local/until.ts';

jest.setTimeout(300_000);

const script = join(workspaceRoot, 'tools/site/cluster.ts');

interface Ended {
  code: number | null;
  output: string;
}

/** @param killWhen has the command killed, with no warning, once it comes true */
async function cluster(args: string[], killWhen?: () => boolean): Promise<Ended> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output })));
  if (killWhen) {
    await until('it is time to kill it', 60_000, killWhen);
    child.kill('SIGKILL');
  }
  return ended;
}

/** Everything a cluster makes that outlives the program that made it. */
function remains(): Record<string, unknown> {
  return {
    namespaces: existingNamespaces(),
    processes: clusterProcesses(),
    controlGroups: globSync('/sys/fs/cgroup/*/wellspring-*'),
    interfaces: Object.keys(networkInterfaces()).filter((name) => name.startsWith('wellspring')),
    mounts: readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .filter((line) => /wellspring-|netns/.test(line)),
    folder: existsSync(clusterFolder),
  };
}

let before: ReturnType<typeof remains> | undefined;

beforeEach(() => {
  requireNoCluster();
  before = remains();
});

afterEach(async () => {
  // Otherwise it is not ours.
  if (before) await cluster(['down']);
  before = undefined;
});

describe('npm run cluster', () => {
  it('starts a cluster, says what there is of it, and leaves nothing behind', async () => {
    const up = await cluster(['up', '--nodes', '1']);
    expect(up).toMatchObject({ code: 0, output: expect.stringContaining('The cluster is up') });
    expect((await cluster(['status'])).output).toMatch(/phase +up\n.*nodes +n1 ready/s);
    expect((await cluster(['up', '--nodes', '1'])).output).toMatch(/^The cluster is up/);
    const other = await cluster(['up', '--nodes', '2']);
    expect(other).toMatchObject({ code: 1, output: expect.stringContaining('already, of 1 nodes') });

    expect(await cluster(['down'])).toMatchObject({ code: 0 });
    expect(remains()).toEqual(before);
    expect((await cluster(['status'])).output).toBe('There is no local cluster on this machine.\n');
    expect(await cluster(['down'])).toMatchObject({ code: 0 });
  });

  it('leaves one alone that somebody else is just starting', async () => {
    const first = cluster(['up', '--nodes', '1']);
    await until('it is being started', 60_000, () => existsSync(join(clusterFolder, 'n1')));
    const second = await cluster(['up', '--nodes', '1']);
    expect(second).toMatchObject({ code: 1, output: expect.stringContaining('is just being started, by process') });
    expect(await first).toMatchObject({ code: 0, output: expect.stringContaining('The cluster is up') });
  });

  it('ends what a start that was killed half-way has left', async () => {
    await cluster(['up', '--nodes', '1'], () => existsSync(join(clusterFolder, 'n1/containerd.log')));
    expect(remains()).not.toEqual(before);
    expect((await cluster(['status'])).output).toMatch(/phase +starting/);
    expect(await cluster(['down'])).toMatchObject({ code: 0 });
    expect(remains()).toEqual(before);
  });
});
