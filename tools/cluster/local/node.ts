/** A machine that runs pods: container runtime, kubelet, Services, policies. */
import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { certificates } from './certificates.ts';
import { createControlGroup } from './control-groups.ts';
import { addresses, networks, registry, type Machine } from './layout.ts';
import { RunningMachine } from './machine.ts';
import { networkPluginsFolder } from './programs.ts';
import { until } from './until.ts';

const socket = '/run/containerd/containerd.sock';
const runtimeTimeoutMs = 60_000;

export class Node {
  readonly machine: Machine;
  private readonly running: RunningMachine;

  private constructor(machine: Machine, running: RunningMachine) {
    this.machine = machine;
    this.running = running;
  }

  /** @returns once its container runtime has the images */
  static async boot(machine: Machine, images: string[]): Promise<Node> {
    createControlGroup(machine.namespace);
    const node = new Node(machine, await RunningMachine.boot(machine, 'node'));
    node.writeRegistry();
    node.running.start('containerd', ['--config', node.write('containerd.toml', containerdSettings(node.path('')))]);
    await until(`containerd of ${machine.name} is there`, runtimeTimeoutMs, () => node.hasRuntime());
    for (const image of images) await node.runInside('ctr', ['--namespace=k8s.io', 'images', 'import', image]);
    return node;
  }

  /** Has it join the cluster; the API server has to be there. */
  join(): void {
    const { name, address } = this.machine;
    this.running.start('kubelet', [
      `--config=${this.writeYaml('kubelet.yaml', kubeletSettings(this.machine))}`,
      `--kubeconfig=${certificates.kubeconfigOf(name)}`,
      `--hostname-override=${name}`,
      `--node-ip=${address}`,
      '--root-dir=/var/lib/kubelet',
      '--v=2',
    ]);
    this.running.start('kube-proxy', [`--config=${this.writeYaml('kube-proxy.yaml', proxySettings(name))}`]);
  }

  /** Connects its pods, and enforces policies for them. @param network of its pods, as the cluster gave it one */
  connectPods(network: string): void {
    const file = this.path('root/etc/cni/net.d/10-pods.conflist');
    mkdirSync(dirname(file), { recursive: true });
    // The runtime watches the folder and must not see half a file.
    writeFileSync(`${file}.new`, JSON.stringify(podNetwork(network)));
    renameSync(`${file}.new`, file);
    this.running.start('kube-router', [
      `--kubeconfig=${certificates.kubeconfigOf('admin')}`,
      `--hostname-override=${this.machine.name}`,
      '--run-router=false',
      '--run-service-proxy=false',
      '--run-firewall=true',
      `--service-cluster-ip-range=${networks.services}`,
      '--v=1',
    ]);
  }

  private async runInside(program: string, args: string[]): Promise<string> {
    const [first, ...rest] = this.running.entering(program);
    return (await promisify(execFile)(first, [...rest, ...args])).stdout;
  }

  private async hasRuntime(): Promise<boolean> {
    return this.runInside('ctr', ['version']).then(
      () => true,
      () => false,
    );
  }

  /** Images that are named as those of an environment come from this machine. */
  private writeRegistry(): void {
    const folder = this.path(`registries/${registry.name}`);
    mkdirSync(folder, { recursive: true });
    const url = `http://${addresses.host}:${registry.port}`;
    writeFileSync(
      join(folder, 'hosts.toml'),
      `server = "${url}"\n[host."${url}"]\ncapabilities = ["pull", "resolve"]\n`,
    );
  }

  private writeYaml(name: string, content: object): string {
    return this.write(name, stringify(content));
  }

  private write(name: string, content: string): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  private path(name: string): string {
    return join(this.running.folder, name);
  }
}

/** `restrict_oom_score_adj`: a container may not be better protected than its runtime, which needs a right that root may lack. */
function containerdSettings(folder: string): string {
  return `version = 2
[grpc]
  address = "${socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "docker.io/local/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${networkPluginsFolder}"
    conf_dir = "/etc/cni/net.d"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${join(folder, 'registries')}"
`;
}

function kubeletSettings({ name, namespace, address }: Machine): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address,
    failCgroupV1: false,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${namespace}`,
    failSwapOn: false,
    containerRuntimeEndpoint: `unix://${socket}`,
    clusterDNS: [addresses.dns],
    clusterDomain: 'cluster.local',
    resolvConf: '/etc/resolv.conf',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: certificates.authority },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: certificates.of(name),
    tlsPrivateKeyFile: certificates.keyOf(name),
    serializeImagePulls: false,
    // The disk and the memory are the whole machine's: how full they are says nothing about the node.
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
  };
}

function proxySettings(name: string): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    clusterCIDR: networks.pods,
    hostnameOverride: name,
    clientConnection: { kubeconfig: certificates.kubeconfigOf('proxy') },
    conntrack: { maxPerCore: 0, min: 0 },
    oomScoreAdj: 0,
  };
}

function podNetwork(network: string): object {
  const routes = [{ dst: '0.0.0.0/0' }];
  return {
    cniVersion: '1.0.0',
    name: 'pods',
    plugins: [
      {
        type: 'ptp',
        ipMasq: false,
        mtu: 1_500,
        ipam: { type: 'host-local', ranges: [[{ subnet: network }]], routes },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}
