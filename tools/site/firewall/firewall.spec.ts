import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';
import type { Flow } from '../../deploy/flow.ts';
import { flowsOf } from '../generate.ts';
import { exampleSite } from '../testing/example.ts';
import { nftablesText } from './nftables.ts';
import { waysOf, type Way } from './ways.ts';

const site = exampleSite();
const flows = flowsOf(workspaceRoot, site);
const [control, worker] = ['control-1', 'worker-1'].map((name) =>
  site.machines.find((machine) => machine.name === name),
);
if (!control || !worker) throw new Error('The example has other machines');
const [ofControl, ofWorker] = [waysOf(site, control, flows), waysOf(site, worker, flows)];

function leavingPods(ways: Way[]): string[] {
  return ways
    .filter(({ chain, from }) => chain === 'forward' && from?.[0] === site.networks.pods)
    .flatMap(({ to = [], ports }) => to.flatMap((network) => ports.map((port) => `${network}:${port}`)));
}

describe('the firewall of a worker', () => {
  it('lets pods reach every system outside that a policy lets them reach', () => {
    const outgoing = flows
      .filter(({ crosses, from, to }) => crosses === 'boundary' && !/^\d/.test(from) && /^\d/.test(to))
      .map(({ to, port }) => `${to.split(' ')[0]}:${port}`);
    expect(outgoing).toContain('10.30.4.0/24:443');
    expect(leavingPods(ofWorker)).toEqual(expect.arrayContaining(outgoing));
  });

  it('lets in from outside what a policy lets in, and customers and operators at the ingress', () => {
    expect(ofWorker).toContainEqual(
      expect.objectContaining({ chain: 'forward', from: ['10.30.2.0/24'], to: ['10.30.64.0/18'], ports: [8081] }),
    );
    expect(ofWorker).toContainEqual(
      expect.objectContaining({ from: ['10.30.6.0/24'], ports: [8443], why: 'operators' }),
    );
  });

  it('has no node port, since a packet is filtered after that led to a pod', () => {
    const nodePorts = flows.filter(({ to }) => to === 'nodes of the cluster').map(({ port }) => port);
    expect(nodePorts).not.toEqual([]);
    expect(ofWorker.filter(({ ports }) => ports.some((port) => nodePorts.includes(port)))).toEqual([]);
  });

  it('has nothing of etcd or of the API', () => {
    expect(
      ofWorker.filter(({ chain, ports }) => chain === 'input' && ports.some((port) => [2379, 6443].includes(port))),
    ).toEqual([]);
  });
});

describe('the firewall of a machine that decides', () => {
  it('lets no pod out but to DNS, the API and kubelets', () => {
    expect(new Set(leavingPods(ofControl))).toEqual(
      new Set(['10.30.3.2:53', '10.30.3.3:53', '10.30.0.0/24:6443', '10.30.0.0/24:10250']),
    );
  });

  it('lets only its like at etcd', () => {
    const etcd = ofControl.filter(({ chain, ports }) => chain === 'input' && ports.includes(2379));
    expect(etcd.map(({ from }) => from)).toEqual([['10.30.0.2', '10.30.0.3', '10.30.0.4']]);
  });
});

describe('a flow to a registry that no mirror stands for', () => {
  it('is refused when files are generated, not when an image is missing', () => {
    const flow: Flow = {
      from: 'nodes of the cluster',
      to: 'elsewhere.example',
      port: 443,
      protocol: 'TCP',
      crosses: 'boundary',
      why: 'images',
    };
    expect(() => waysOf(site, worker, [flow])).toThrow('mirrors.images: elsewhere.example');
  });
});

describe('the text for nft', () => {
  const way: Way = { chain: 'input', from: ['10.0.0.0/8'], protocol: 'tcp', ports: [22], why: 'one' };

  it('replaces its own table and no other', () => {
    const text = nftablesText([]);
    expect(text).toContain('table inet machine\ndelete table inet machine\n');
    expect(text).not.toContain('flush ruleset');
    expect(text.match(/policy drop/g)).toHaveLength(3);
  });

  it('says once what differs only in why, within what nft takes', () => {
    const text = nftablesText([way, { ...way, why: 'two' }, { ...way, ports: [80], why: 'x'.repeat(300) }]);
    expect(text).toContain('ip saddr 10.0.0.0/8 tcp dport 22 accept comment "one; two"');
    for (const [, comment = ''] of text.matchAll(/comment "([^"]*)"/g))
      expect(Buffer.byteLength(comment)).toBeLessThan(128);
  });

  it('leaves out networks within others, which nft refuses in one set', () => {
    expect(nftablesText([{ ...way, from: ['10.1.0.0/16', '10.0.0.0/8', '192.0.2.1'] }])).toContain(
      '{ 10.0.0.0/8, 192.0.2.1 }',
    );
  });
});
