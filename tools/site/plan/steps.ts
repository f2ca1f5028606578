/** What brings a cluster to its description, one machine at a time, as commands that a person runs and watches. */
import type { ClusterState } from '../check/cluster-state.ts';
import { controlPlane, type Machine, type Site } from '../description/site.ts';
import { packageVersion } from '../machine/packages.ts';

export interface Step {
  what: string;
  commands: string[];
}

/**
 * Upgrades come first, and of them the control plane, which may be newer than what it controls and never older.
 * @param replaced a machine that is to be built again
 * @throws Error when the way there cannot be gone in one: Kubernetes skips no minor version, and goes not back
 */
export function stepsTo(site: Site, { nodes, apiServers }: ClusterState, replaced?: string): Step[] {
  const described = new Set(site.machines.map(({ name }) => name));
  const there = new Map(nodes.map((node) => [node.name, node]));
  const wanted = `v${site.versions.kubernetes}`;
  for (const { name, kubelet } of nodes) refuseLeaps(name, kubelet, wanted);

  const outdated = ({ name }: Machine): boolean => {
    const server = apiServers.find(({ machine }) => machine === name);
    return [there.get(name)?.kubelet, server?.version].some((version) => version !== undefined && version !== wanted);
  };
  const remains = ({ name }: Machine): boolean => there.has(name) && name !== replaced;
  const toUpgrade = site.machines.filter((machine) => remains(machine) && outdated(machine));
  const [first, ...others] = toUpgrade.filter(({ role }) => role === 'control-plane');
  const workers = toUpgrade.filter(({ role }) => role === 'worker');
  const again = site.machines.filter(({ name }) => name === replaced);
  return [
    ...again.flatMap((machine) => [remove(site, machine.name, machine.role === 'control-plane'), add(site, machine)]),
    ...(first ? [upgrade(site, first, `kubeadm upgrade apply --yes ${wanted}`)] : []),
    ...[...others, ...workers].map((machine) => upgrade(site, machine, 'kubeadm upgrade node')),
    ...site.machines.filter(({ name }) => !there.has(name) && name !== replaced).map((machine) => add(site, machine)),
    ...nodes.filter(({ name }) => !described.has(name)).map((node) => remove(site, node.name, node.controlPlane)),
  ];
}

function refuseLeaps(machine: string, from: string, to: string): void {
  const [[fromMajor, fromMinor], [toMajor, toMinor]] = [numbersOf(from), numbersOf(to)];
  if (fromMajor === toMajor && (toMinor === fromMinor || toMinor === fromMinor + 1)) return;
  throw new Error(
    `${machine} has ${from}: from there to ${to} is not one step. After v${fromMajor}.${fromMinor} comes v${fromMajor}.${fromMinor + 1}.`,
  );
}

function numbersOf(version: string): [major: number, minor: number] {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  return [major, minor];
}

function upgrade({ name: site, versions }: Site, { name, address }: Machine, kubeadm: string): Step {
  const install = (...names: string[]): string => {
    const exact = names.map((each) => `${each}=${packageVersion(versions.kubernetes)}`).join(' ');
    return `ssh ${address} 'sudo apt-get update && sudo apt-get install --yes --allow-change-held-packages ${exact}'`;
  };
  return {
    what: `${name}: upgrade to ${versions.kubernetes}`,
    commands: [
      install('kubeadm'),
      `ssh ${address} sudo ${kubeadm}`,
      drain(site, name),
      install('kubelet', 'kubectl'),
      `ssh ${address} sudo systemctl restart kubelet`,
      `kubectl --context ${site} uncordon ${name}`,
      untilReady(site, name, '5m'),
    ],
  };
}

function add(site: Site, { name }: Machine): Step {
  const [decides] = controlPlane(site);
  // The token among the secrets was good for the day on which the cluster was made.
  const token =
    site.founder === undefined ? ` --join-token="$(ssh ${decides?.address} sudo kubeadm token create)"` : '';
  const folder = `deploy/cluster/${site.name}`;
  return {
    what: `${name}: add`,
    commands: [
      `sops --decrypt ${folder}/secrets.yaml | npm run -s cluster -- first-start --site=${site.name} --machine=${name} --secrets=-${token} > user-data`,
      `# start the machine with this user-data and ${folder}/generated/machines/${name}/{meta-data,network-config}`,
      untilReady(site.name, name, '15m'),
    ],
  };
}

function remove(site: Site, name: string, decides: boolean): Step {
  return {
    what: `${name}: remove`,
    commands: [
      drain(site.name, name),
      ...(decides ? membershipEnds(site, name) : []),
      `kubectl --context ${site.name} delete node ${name}`,
    ],
  };
}

/** A member that is gone still counts for the majority until it is told apart. */
function membershipEnds(site: Site, name: string): string[] {
  const other = controlPlane(site).find((machine) => machine.name !== name);
  const files = ['cacert=ca.crt', 'cert=healthcheck-client.crt', 'key=healthcheck-client.key'];
  const options = files.map((file) => `--${file.replace('=', '=/etc/kubernetes/pki/etcd/')}`).join(' ');
  const etcdctl = `kubectl --context ${site.name} --namespace kube-system exec etcd-${other?.name} -- etcdctl ${options}`;
  return [`${etcdctl} member list`, `${etcdctl} member remove <what stands before ${name} in that list>`];
}

function drain(site: string, name: string): string {
  return `kubectl --context ${site} drain ${name} --ignore-daemonsets --delete-emptydir-data --timeout=10m`;
}

function untilReady(site: string, name: string, timeout: string): string {
  return `kubectl --context ${site} wait --for=condition=Ready node/${name} --timeout=${timeout}`;
}
