/** What has to be so between the parts of a description. */
import type { z } from 'zod';
import { contains, overlap } from './networks.ts';
import type { Description } from './site.ts';

interface Problem {
  path: (string | number)[];
  message: string;
}

/** Debian 12 has containerd 1.6, which serves no kubelet after this. */
const lastMinorOnBookworm = 36;

export function rulesOfSites({ value, issues }: z.core.ParsePayload<Description>): void {
  const problems = [membersOf, namesOf, addressesOf, networksOf, founderOf, versionsOf].flatMap((rule) => rule(value));
  for (const { path, message } of problems) issues.push({ code: 'custom', input: value, path, message });
}

function membersOf({ machines }: Description): Problem[] {
  const control = machines.filter(({ role }) => role === 'control-plane').length;
  const problems: Problem[] = [];
  if (![3, 5].includes(control)) {
    const message = `has ${control} control-plane machines: three (or five) keep a majority when one is gone`;
    problems.push({ path: ['machines'], message });
  }
  if (machines.length - control < 2) {
    problems.push({ path: ['machines'], message: 'has fewer than two workers: one has to carry on without the other' });
  }
  return problems;
}

function namesOf({ machines, administrators }: Description): Problem[] {
  return [
    ...repeated(machines.map(({ name }) => name)).map(({ value, index }) => ({
      path: ['machines', index, 'name'],
      message: `${value} is the name of another machine`,
    })),
    ...repeated(machines.map(({ mac }) => mac)).map(({ value, index }) => ({
      path: ['machines', index, 'mac'],
      message: `${value} is the card of another machine`,
    })),
    ...repeated(administrators.people.map(({ name }) => name)).map(({ value, index }) => ({
      path: ['administrators', 'people', index, 'name'],
      message: `${value} is the name of somebody else`,
    })),
  ];
}

function addressesOf({ machines, networks, controlPlane, customers }: Description): Problem[] {
  const places: { path: (string | number)[]; address: string }[] = [
    ...machines.map(({ address }, index) => ({ path: ['machines', index, 'address'], address })),
    { path: ['networks', 'gateway'], address: networks.gateway },
    { path: ['controlPlane', 'address'], address: controlPlane.address },
    { path: ['customers', 'address'], address: customers.address },
  ];
  const outside = places
    .filter(({ address }) => !contains(networks.nodes, address))
    .map(({ path, address }) => ({
      path,
      message: `${address} is not in the network of the nodes, ${networks.nodes}`,
    }));
  const twice = repeated(places.map(({ address }) => address)).map(({ value, index }) => ({
    path: places[index]?.path ?? [],
    message: `${value} is the address of something else`,
  }));
  return [...outside, ...twice];
}

function networksOf({ networks }: Description): Problem[] {
  const { nodes, pods, services } = networks;
  const named = Object.entries({ nodes, pods, services });
  return named.flatMap(([name, network], index) =>
    named
      .slice(0, index)
      .filter(([, other]) => overlap(network, other))
      .map(([other]) => ({ path: ['networks', name], message: `${network} overlaps with that of ${other}` })),
  );
}

function founderOf({ founder, machines }: Description): Problem[] {
  const isOne = machines.some(({ name, role }) => name === founder && role === 'control-plane');
  return founder === undefined || isOne
    ? []
    : [{ path: ['founder'], message: `${founder} is no control-plane machine of this site` }];
}

function versionsOf({ versions, mirrors }: Description): Problem[] {
  const [, minor = ''] = versions.kubernetes.split('.');
  const problems: Problem[] = [];
  if (versions.debian === 'bookworm' && Number(minor) > lastMinorOnBookworm) {
    const message = `Kubernetes 1.${minor} needs a newer containerd than bookworm has`;
    problems.push({ path: ['versions', 'debian'], message });
  }
  if (!mirrors.kubernetes.url.includes(`v1.${minor}`)) {
    const message = `is the mirror of another minor version than ${versions.kubernetes}: v1.${minor} is not in it`;
    problems.push({ path: ['mirrors', 'kubernetes', 'url'], message });
  }
  return problems;
}

function repeated(values: string[]): { value: string; index: number }[] {
  return values.map((value, index) => ({ value, index })).filter(({ value, index }) => values.indexOf(value) < index);
}
