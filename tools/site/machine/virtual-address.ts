/** keepalived: a virtual address is at a machine that answers behind it, and moves within seconds when that one does not. */
import { controlPlane, workers, type Machine, type Site } from '../description/site.ts';
import { ingressPorts } from '../addons/ingress-ports.ts';
import type { MachineFile } from './machine-file.ts';
import { networkInterface } from './network.ts';

const firstPriority = 100;
/** More than the distance between any two machines, so that one that answers always wins. */
const penalty = 50;

export function virtualAddressFile(site: Site, machine: Machine): MachineFile {
  const decides = machine.role === 'control-plane';
  const text = decides
    ? instance({
        name: 'control_plane',
        id: 51,
        peers: controlPlane(site),
        machine,
        address: site.controlPlane.address,
        // It answers 200 only when it can reach etcd.
        check: '/usr/bin/curl --silent --fail --insecure --max-time 2 --output /dev/null https://127.0.0.1:6443/livez',
      })
    : instance({
        name: 'customers',
        id: 52,
        peers: workers(site),
        machine,
        address: site.customers.address,
        // The node's own address, since the port leads to the pod by the same rule from there.
        check: `/usr/bin/timeout 2 /bin/bash -c '</dev/tcp/${machine.address}/${ingressPorts.https.machine}'`,
      });
  return { path: '/etc/keepalived/keepalived.conf', content: text };
}

interface Instance {
  name: string;
  id: number;
  peers: Machine[];
  machine: Machine;
  address: string;
  check: string;
}

function instance({ name, id, peers, machine, address, check }: Instance): string {
  const others = peers.filter((peer) => peer.name !== machine.name);
  return `global_defs {
  enable_script_security
  script_user nobody
  vrrp_garp_master_repeat 5
}

vrrp_script answers {
  script "${check}"
  interval 2
  timeout 3
  fall 2
  rise 2
  weight -${penalty}
}

vrrp_instance ${name} {
  state BACKUP
  interface ${networkInterface}
  virtual_router_id ${id}
  priority ${firstPriority - peers.findIndex((peer) => peer.name === machine.name)}
  advert_int 1
  unicast_src_ip ${machine.address}
  unicast_peer {
${others.map((peer) => `    ${peer.address}\n`).join('')}  }
  virtual_ipaddress {
    ${address}
  }
  track_script {
    answers
  }
}
`;
}
