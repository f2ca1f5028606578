/**
 * The firewall of a worker between two others in network namespaces: its pods and the rest of the world. Connections are
 * tried that have to work, and for each one that must not.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endsWithUs } from '@wellspring/testing/processes';
import type { Flow } from '../../deploy/flow.ts';
import { ingressPorts } from '../addons/ingress-ports.ts';
import { addressIn } from '../description/networks.ts';
import { workers, type Machine, type Site } from '../description/site.ts';
import { nftablesText } from '../firewall/nftables.ts';
import { waysOf, type Way } from '../firewall/ways.ts';
import { say, type Verification } from './verification.ts';

type Place = 'machine' | 'pods' | 'world';

export interface Try {
  why: string;
  at: Place;
  from: string;
  to: string;
  port: number;
  outcome: 'open' | 'refused' | 'silent';
}

const stranger = '192.0.2.9';
const ports = { ssh: 22, kubelet: 10_250 };

export function firewallRehearsal(site: Site, flows: Flow[], folder: string): Verification {
  return {
    what: 'firewall: connections through a worker, in network namespaces (only root can)',
    needs: ['nft', 'ip', 'unshare', 'nsenter'],
    run: async ({ nft = '' }) => {
      const [machine] = workers(site);
      if (!machine) throw new Error('There is no worker');
      const file = join(folder, 'firewall.nft');
      const ways = waysOf(site, machine, flows);
      writeFileSync(file, nftablesText(ways));
      const tries = triesOf(site, machine, ways);
      const places = await startPlaces(site, machine, tries);
      try {
        await within(places.machine, [nft, '--file', file]);
        const wrong: string[] = [];
        for (const { why, at, from, to, port, outcome } of tries) {
          const actual = await connection(places[at], ['connect', from, to, String(port)]);
          if (actual !== outcome) wrong.push(`${from} → ${to}:${port} (${why}) is ${actual}, was to be ${outcome}`);
        }
        if (wrong.length > 0) throw new Error(wrong.join('\n'));
      } finally {
        for (const place of Object.values(places)) place.kill('SIGKILL');
      }
    },
  };
}

/** Each that is let through, and the same from or to somewhere else. */
export function triesOf(site: Site, machine: Machine, ways: Way[]): Try[] {
  const pod = addressIn(site.networks.pods, 10);
  const inside = (network: string): string => addressIn(network, network.endsWith('/32') ? 0 : 1);
  const outgoing = ways.find(
    ({ chain, from, protocol, ports: open }) =>
      chain === 'forward' && from?.[0] === site.networks.pods && protocol === 'tcp' && open[0] === 443,
  );
  const called = inside(outgoing?.to?.[0] ?? stranger);
  const administrator = inside(site.administrators.networks[0] ?? stranger);
  const operator = inside(site.operators.networks[0] ?? stranger);
  const { https, operators } = ingressPorts;
  return [
    {
      why: 'an administrator',
      at: 'world',
      from: administrator,
      to: machine.address,
      port: ports.ssh,
      outcome: 'open',
    },
    { why: 'a stranger', at: 'world', from: stranger, to: machine.address, port: ports.ssh, outcome: 'silent' },
    {
      why: "a stranger's look",
      at: 'world',
      from: stranger,
      to: machine.address,
      port: ports.kubelet,
      outcome: 'silent',
    },
    { why: 'figures', at: 'pods', from: pod, to: machine.address, port: ports.kubelet, outcome: 'open' },
    { why: 'an operator', at: 'world', from: operator, to: pod, port: operators.pod, outcome: 'open' },
    { why: 'a stranger at the console', at: 'world', from: stranger, to: pod, port: operators.pod, outcome: 'refused' },
    { why: 'a customer', at: 'world', from: stranger, to: pod, port: https.pod, outcome: 'open' },
    { why: 'a customer past the ingress', at: 'world', from: stranger, to: pod, port: 8081, outcome: 'refused' },
    { why: 'a declared call', at: 'pods', from: pod, to: called, port: 443, outcome: 'open' },
    { why: 'a declared call, other port', at: 'pods', from: pod, to: called, port: 22, outcome: 'refused' },
    { why: 'a call that nobody declared', at: 'pods', from: pod, to: stranger, port: 443, outcome: 'refused' },
    { why: 'the machine itself', at: 'machine', from: machine.address, to: stranger, port: 443, outcome: 'refused' },
  ];
}

/** Each is a process in a namespace of its own, so that the namespace ends with it. */
async function startPlaces(site: Site, machine: Machine, tries: Try[]): Promise<Record<Place, ChildProcess>> {
  const places = { machine: namespace(), pods: namespace(), world: namespace() };
  const pod = addressIn(site.networks.pods, 10);
  const ofMachine = [machine.address, pod];
  const addresses = new Set(tries.flatMap(({ from, to }) => [from, to]).filter((each) => !ofMachine.includes(each)));
  const [gateway, first] = [site.networks.gateway, addressIn(site.networks.pods, 1)];
  await Promise.all(Object.values(places).map(untilApart));
  const ip = (place: Place, ...args: string[]): Promise<string> => within(places[place], ['ip', ...args]);
  const connect = async (place: Place, card: string): Promise<void> => {
    const peer = String(places[place].pid);
    await ip('machine', 'link', 'add', card, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', peer);
    for (const [at, name] of [
      ['machine', card],
      [place, 'eth0'],
    ] as const)
      await ip(at, 'link', 'set', name, 'up');
  };
  for (const place of ['machine', 'pods', 'world'] as const) await ip(place, 'link', 'set', 'lo', 'up');
  await connect('world', 'lan');
  await connect('pods', 'pod0');
  await ip('machine', 'address', 'add', `${machine.address}/24`, 'dev', 'lan');
  await ip('machine', 'address', 'add', `${first}/24`, 'dev', 'pod0');
  await ip('machine', 'route', 'add', 'default', 'via', gateway);
  await within(places.machine, ['sysctl', '--quiet', '--write', 'net.ipv4.ip_forward=1']);
  await ip('pods', 'address', 'add', `${pod}/24`, 'dev', 'eth0');
  await ip('pods', 'route', 'add', 'default', 'via', first);
  await ip('world', 'address', 'add', `${gateway}/24`, 'dev', 'eth0');
  for (const each of addresses) await ip('world', 'address', 'add', `${each}/32`, 'dev', 'lo');
  await ip('world', 'route', 'add', site.networks.pods, 'via', machine.address);
  const all = [...new Set(tries.map(({ port }) => String(port)))];
  for (const place of Object.values(places)) await listen(place, all);
  return places;
}

function namespace(): ChildProcess {
  return endsWithUs(
    spawn('unshare', ['--net', 'bash', '-c', 'echo apart; exec sleep infinity'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
}

async function untilApart(place: ChildProcess): Promise<void> {
  if (!place.stdout) throw new Error('Nothing can be heard from it');
  const ended = once(place, 'exit').then(() => 'ended');
  if ((await Promise.race([once(place.stdout, 'data'), ended])) === 'ended') {
    throw new Error('No network namespace can be made here: it takes root and CAP_SYS_ADMIN');
  }
}

async function listen(place: ChildProcess, all: string[]): Promise<void> {
  const child = spawn('nsenter', entering(place, [process.execPath, ...program, 'listen', ...all]), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endsWithUs(child);
  place.once('exit', () => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
}

const program = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'connection.ts')];

async function connection(place: ChildProcess, args: string[]): Promise<string> {
  return (await within(place, [process.execPath, ...program, ...args])).trim();
}

function within(place: ChildProcess, command: string[]): Promise<string> {
  return say('nsenter', entering(place, command));
}

function entering({ pid }: ChildProcess, command: string[]): string[] {
  return [`--net=/proc/${pid}/ns/net`, ...command];
}
