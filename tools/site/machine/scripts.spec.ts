import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scriptsFolder, type ScriptName } from './scripts.ts';

let folder = '';
let kubernetes = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wellspring-script-'));
  kubernetes = join(folder, 'kubernetes');
  mkdirSync(join(folder, 'stand-ins'));
  mkdirSync(join(folder, 'settings'));
  mkdirSync(kubernetes);
  writeFileSync(join(folder, 'settings/machine.env'), "MACHINE='control-1'\nAPI='10.30.0.10:6443'\n");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A program that writes down that it was asked, and does what it is given. */
function standIn(name: string, text = ''): void {
  const asked = join(folder, 'asked');
  writeFileSync(join(folder, 'stand-ins', name), `#!/bin/bash\necho "${name} $*" >>'${asked}'\n${text}\n`, {
    mode: 0o700,
  });
}

function asked(): string[] {
  const file = join(folder, 'asked');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

function run(name: ScriptName, input = ''): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('bash', [join(scriptsFolder, name)], {
    encoding: 'utf8',
    input,
    env: {
      PATH: [join(folder, 'stand-ins'), process.env['PATH']].join(delimiter),
      SETTINGS: join(folder, 'settings'),
      KUBERNETES: kubernetes,
      ROOT: join(folder, 'root'),
      PAUSE: '0',
    },
  });
}

describe('join-cluster', () => {
  function configured(kind: string): void {
    writeFileSync(join(kubernetes, 'kubeadm.yaml'), `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ${kind}\n`);
    standIn('kubeadm');
  }

  it('founds the cluster where none answers', () => {
    configured('InitConfiguration');
    standIn('curl', 'exit 7');
    expect(run('join-cluster').status).toBe(0);
    expect(asked().at(-1)).toMatch(/^kubeadm init --config /);
  });

  it('founds no second cluster beside one that answers', () => {
    configured('InitConfiguration');
    standIn('curl');
    const { status, stderr } = run('join-cluster');
    expect(status).toBe(1);
    expect(stderr).toContain('take "founder" out of cluster.yaml');
    expect(asked().filter((line) => line.startsWith('kubeadm'))).toEqual([]);
  });

  it('waits for the cluster that it joins', () => {
    configured('JoinConfiguration');
    standIn('curl', `[ "$(grep -c ^curl '${join(folder, 'asked')}')" -ge 3 ] || exit 7`);
    expect(run('join-cluster').status).toBe(0);
    expect(asked().map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      ...Array<string>(3).fill('curl --silent'),
      'kubeadm join',
    ]);
  });

  it('leaves a machine alone that is a node already', () => {
    configured('JoinConfiguration');
    writeFileSync(join(kubernetes, 'kubelet.conf'), '');
    expect(run('join-cluster').status).toBe(0);
    expect(asked()).toEqual([]);
  });
});

describe('machine-check', () => {
  const sum = (text: string): string => createHash('sha256').update(text).digest('hex');

  beforeEach(() => {
    mkdirSync(join(folder, 'root/etc'), { recursive: true });
    writeFileSync(join(folder, 'root/etc/nftables.conf'), 'as described');
    standIn('sysctl', 'echo 1');
    standIn('dpkg-query', 'echo 1.36.3-1.1');
    standIn('systemctl', 'echo active');
    standIn('nft');
  });

  const description = [
    `file /etc/nftables.conf ${sum('as described')}`,
    'setting net.ipv4.ip_forward 1',
    'package kubelet 1.36.3-1.1',
    'unit kubelet active',
    'firewall machine loaded',
  ].join('\n');

  it('has nothing to say about a machine that is as described', () => {
    expect(run('machine-check', `${description}\n`)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('says each thing that is not', () => {
    writeFileSync(join(folder, 'root/etc/nftables.conf'), 'mended by hand');
    standIn('sysctl', 'echo 0');
    standIn('dpkg-query', 'exit 1');
    standIn('systemctl', 'echo failed; exit 3');
    standIn('nft', 'exit 1');
    const { status, stdout } = run('machine-check', `${description}\nfile /etc/gone ${sum('')}\n`);
    expect(status).toBe(1);
    expect(stdout.trim().split('\n')).toEqual([
      '/etc/nftables.conf: is something else, was to be as described',
      'net.ipv4.ip_forward: is 0, was to be 1',
      'package kubelet: is not there, was to be 1.36.3-1.1',
      'kubelet: is failed, was to be active',
      'firewall table machine: is not there, was to be loaded',
      '/etc/gone: is not there, was to be as described',
    ]);
  });

  it('says what it is asked and does not know', () => {
    expect(run('machine-check', 'colour red\n')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('colour'),
    });
  });
});

describe('etcd-snapshot', () => {
  it('fails where no etcd runs, before it has taken or sent anything', () => {
    standIn('crictl');
    for (const name of ['curl', 'kubectl', 'age']) standIn(name);
    const settings = join(folder, 'settings/machine.env');
    writeFileSync(settings, `${readFileSync(settings, 'utf8')}SNAPSHOT_URL=x\n`);
    const { status, stderr } = spawnSync('bash', [join(scriptsFolder, 'etcd-snapshot')], {
      encoding: 'utf8',
      env: {
        PATH: [join(folder, 'stand-ins'), process.env['PATH']].join(delimiter),
        SETTINGS: join(folder, 'settings'),
        ETCD_DATA: folder,
      },
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'etcd does not run on control-1\n' });
    expect(asked().map((line) => line.split(' ')[0])).toEqual(['crictl']);
  });
});
