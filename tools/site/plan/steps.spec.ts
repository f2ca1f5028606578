import { describe, expect, it } from '@jest/globals';
import type { ClusterState, NodeState } from '../check/cluster-state.ts';
import { differences } from '../check/differences.ts';
import type { Site } from '../description/site.ts';
import { apiServerArguments } from '../kubeadm/configuration.ts';
import { exampleSite } from '../testing/example.ts';
import { stepsTo } from './steps.ts';

const site = exampleSite();
const now = new Date('2030-01-01T12:00:00Z');

/** The cluster as the description has it, but for what is given. */
function clusterOf({ machines, versions }: Site, kubernetes = versions.kubernetes): ClusterState {
  const version = `v${kubernetes}`;
  const command = Object.entries(apiServerArguments).map(([name, value]) => `--${name}=${value}`);
  return {
    nodes: machines.map(({ name, address, role, zone }) => ({
      name,
      address,
      controlPlane: role === 'control-plane',
      zone,
      kubelet: version,
      ready: true,
      snapshotAt: new Date('2030-01-01T11:30:00Z'),
    })),
    apiServers: machines
      .filter(({ role }) => role === 'control-plane')
      .map(({ name }) => ({ machine: name, version, arguments: command })),
  };
}

function changed(name: string, change: Partial<NodeState>): ClusterState {
  const state = clusterOf(site);
  return { ...state, nodes: state.nodes.map((node) => (node.name === name ? { ...node, ...change } : node)) };
}

describe('the way to the description', () => {
  it('is none when all is as described', () => {
    expect(stepsTo(site, clusterOf(site))).toEqual([]);
    expect(differences(site, clusterOf(site), now)).toEqual([]);
  });

  it('upgrades one machine after the other, those that decide first', () => {
    const steps = stepsTo(site, clusterOf(site, '1.35.7'));
    expect(steps.map(({ what }) => what.split(':')[0])).toEqual(site.machines.map(({ name }) => name));
    expect(steps[0]?.commands.join('\n')).toContain('kubeadm upgrade apply --yes v1.36.3');
    expect(steps[1]?.commands.join('\n')).toContain('kubeadm upgrade node');
    for (const { commands } of steps) {
      const at = (part: string): number => commands.findIndex((command) => command.includes(part));
      expect(at(' drain ')).toBeGreaterThan(-1);
      expect(at('kubelet=1.36.3-1.1')).toBeGreaterThan(at(' drain '));
      expect(at(' uncordon ')).toBeGreaterThan(at('kubelet=1.36.3-1.1'));
    }
  });

  it.each(['1.34.9', '1.37.0'])('refuses to go from %s in one step', (version) => {
    expect(() => stepsTo(site, clusterOf(site, version))).toThrow(/control-1 has v1\.3\d\.\d: from there to v1\.36\.3/);
  });

  it('adds what is missing with a token of its own, once the cluster is founded', () => {
    const founded = { ...site, founder: undefined };
    const state = clusterOf(site);
    const without = { ...state, nodes: state.nodes.filter(({ name }) => name !== 'worker-2') };
    expect(stepsTo(site, without)[0]?.commands.join('\n')).not.toContain('--join-token');
    const [step, ...more] = stepsTo(founded, without);
    expect(more).toEqual([]);
    expect(step?.what).toBe('worker-2: add');
    expect(step?.commands.join('\n')).toContain('--machine=worker-2 --secrets=- --join-token=');
  });

  it('builds a machine again that burnt: it leaves first, so that it does not count against the majority', () => {
    const steps = stepsTo(site, changed('control-2', { ready: false }), 'control-2');
    expect(steps.map(({ what }) => what)).toEqual(['control-2: remove', 'control-2: add']);
    expect(steps[0]?.commands.join('\n')).toMatch(/exec etcd-control-1 .*member remove/);
  });

  it('removes what is not described, from etcd as well where it decided', () => {
    const { machines, ...rest } = site;
    const fewer = { ...rest, machines: machines.filter(({ name }) => !['control-3', 'worker-3'].includes(name)) };
    const steps = stepsTo(fewer, clusterOf(site));
    expect(steps.map(({ what }) => what)).toEqual(['control-3: remove', 'worker-3: remove']);
    expect(steps[0]?.commands.join('\n')).toMatch(/exec etcd-control-1 .*member remove/);
    expect(steps[1]?.commands.join('\n')).not.toContain('etcdctl');
  });
});

describe('a cluster that is not as described', () => {
  it.each([
    ['worker-1', { ready: false }, 'worker-1: state is not ready, was to be ready'],
    ['worker-1', { zone: '' }, 'worker-1: zone is not there, was to be a'],
    ['worker-2', { address: '10.30.0.99' }, 'worker-2: address is 10.30.0.99, was to be 10.30.0.18'],
    ['worker-2', { kubelet: 'v1.36.2' }, 'worker-2: kubelet is v1.36.2, was to be v1.36.3'],
    ['worker-3', { name: 'stranger' }, 'stranger: is a node, but not described'],
    ['worker-3', { name: 'stranger' }, 'worker-3: is no node of the cluster'],
    ['control-1', { snapshotAt: undefined }, 'control-1: no snapshot of etcd was ever taken there'],
    [
      'control-2',
      { snapshotAt: new Date('2030-01-01T09:00:00Z') },
      'control-2: its last snapshot of etcd is 3.0 hours old, was to be at most 2',
    ],
  ])('is told: %s %j', (name, change, told) => {
    expect(differences(site, changed(name, change), now)).toContain(told);
  });

  it('is told of an API server that lets more than it should', () => {
    const state = clusterOf(site);
    const apiServers = state.apiServers.map((server) => ({
      ...server,
      arguments: server.arguments.filter((argument) => !argument.includes('encryption-provider')),
    }));
    const told = differences(site, { ...state, apiServers }, now);
    expect(told).toHaveLength(3);
    expect(told[0]).toContain('runs without --encryption-provider-config=');
  });
});
