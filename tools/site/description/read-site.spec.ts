import { describe, expect, it } from '@jest/globals';
import { exampleText } from '../testing/example.ts';
import { readDescription } from './read-site.ts';

const file = 'cluster.yaml';

function read(change: (text: string) => string): ReturnType<typeof readDescription> {
  return readDescription(change(exampleText()), file);
}

/** The place of a text in the changed description, as `line:column`. */
function placeOf(text: string, part: string): string {
  const before = text.slice(0, text.indexOf(part)).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

describe('a description of a site', () => {
  it('is read', () => {
    const { machines, snapshots } = read((text) => text);
    expect(machines.filter(({ role }) => role === 'control-plane')).toHaveLength(3);
    expect(snapshots.everyHours).toBe(1);
  });

  it.each([
    ['a field that there is not', 'founder: control-1', 'foundr: control-1', 'foundr: is no field that there is'],
    ['a wrong address', 'address: 10.30.0.10', 'address: 10.30.0.310', 'controlPlane.address: is no IPv4 address'],
    ['a wrong network', 'nodes: 10.30.0.0/24', 'nodes: 10.30.0.0', 'networks.nodes: is no network'],
    ['a wrong version', 'kubernetes: 1.36.3', 'kubernetes: 1.36', 'versions.kubernetes: is no version'],
    ['a private key', 'key: ssh-ed25519 AAAA', 'key: AAAA', 'administrators.people.0.key: is no public SSH key'],
    ['another mirror', 'v1.36/deb', 'v1.35/deb', 'mirrors.kubernetes.url: is the mirror of another minor version'],
    ['networks that overlap', 'pods: 10.30.64.0/18', 'pods: 10.30.0.0/18', 'overlaps with that of nodes'],
    [
      'a founder that is none',
      'founder: control-1',
      'founder: worker-1',
      'founder: worker-1 is no control-plane machine',
    ],
    ['a name twice', 'name: worker-2', 'name: worker-1', 'machines.4.name: worker-1 is the name of another machine'],
    [
      'an address twice',
      'address: 10.30.0.18',
      'address: 10.30.0.17',
      'machines.4.address: 10.30.0.17 is the address of',
    ],
    [
      'an address elsewhere',
      'address: 10.30.0.32',
      'address: 10.31.0.32',
      'customers.address: 10.31.0.32 is not in the',
    ],
    [
      'a card twice',
      "mac: '52:54:00:30:00:12'",
      "mac: '52:54:00:30:00:11'",
      'machines.4.mac: 52:54:00:30:00:11 is the card',
    ],
    [
      'two that decide',
      'role: control-plane, zone: c',
      'role: worker, zone: c',
      'machines: has 2 control-plane machines',
    ],
  ])('refuses %s, naming the field', (_what, before, after, told) => {
    expect(() => read((text) => text.replace(before, after))).toThrow(told);
  });

  it('says line and column of what is wrong, for each', () => {
    const changed = exampleText()
      .replace('address: 10.30.0.10', 'address: here')
      .replace('nameServers: [10.30.3.2', 'nameServers: [10.30.3');
    const places = [placeOf(changed, 'address: here'), placeOf(changed, '10.30.3,')];
    expect(() => readDescription(changed, file)).toThrow(
      new RegExp(places.map((place) => `cluster\\.yaml:${place}: `).join('[^]*')),
    );
  });

  it('says where the nearest thing is of what is missing', () => {
    const changed = exampleText().replace('  kubernetes: 1.36.3\n', '');
    expect(() => readDescription(changed, file)).toThrow(/cluster\.yaml:\d+:\d+: versions\.kubernetes: /);
  });

  it('says where the YAML is broken', () => {
    expect(() => readDescription('machines: [\n  a: {', file)).toThrow(/^cluster\.yaml:2:/);
  });

  it('refuses a Kubernetes that the containerd of that Debian does not serve', () => {
    const newer = (text: string): string =>
      text.replace('kubernetes: 1.36.3', 'kubernetes: 1.37.0').replace('v1.36/deb', 'v1.37/deb');
    expect(() => read((text) => newer(text).replace('debian: trixie', 'debian: bookworm'))).toThrow('newer containerd');
    expect(read(newer).versions.debian).toBe('trixie');
  });
});
