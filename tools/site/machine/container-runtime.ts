/** containerd: how it runs pods, and where it gets each registry's images from. */
import type { Site } from '../description/site.ts';
import type { MachineFile } from './machine-file.ts';

/** Of the kubeadm of the same minor version; kubeadm warns when it is another. */
const sandboxImages: Record<string, string> = { '1.35': '3.10.1', '1.36': '3.10.2' };
export const containerRuntimeFile = '/etc/containerd/config.toml';
const certificatesFolder = '/etc/containerd/certs.d';
export const mirrorAuthorityFile = '/etc/containerd/mirror-authority.pem';

export function containerRuntimeFiles({ mirrors, mirrorAuthority, versions }: Site): MachineFile[] {
  const minor = versions.kubernetes.split('.').slice(0, 2).join('.');
  const sandbox = sandboxImages[minor];
  if (sandbox === undefined) {
    throw new Error(
      `versions.kubernetes: the pause image of ${minor} is not known here; known are ${Object.keys(sandboxImages).join(', ')}`,
    );
  }
  return [
    { path: containerRuntimeFile, content: configuration(`registry.k8s.io/pause:${sandbox}`) },
    { path: mirrorAuthorityFile, content: mirrorAuthority },
    ...Object.entries(mirrors.images).map(([registry, url]) => ({
      path: `${certificatesFolder}/${registry}/hosts.toml`,
      content: hosts(url),
    })),
    { path: `${certificatesFolder}/_default/hosts.toml`, content: nowhere },
    { path: '/etc/crictl.yaml', content: 'runtime-endpoint: unix:///run/containerd/containerd.sock\n' },
  ];
}

/** Version 2 is read by containerd 1.6, 1.7 and 2. */
function configuration(sandboxImage: string): string {
  return `version = 2

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${sandboxImage}"

  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${certificatesFolder}"

  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = true
`;
}

/** The mirror is the server as well: without it the registry itself would be asked, across the walls. */
function hosts(url: string): string {
  return `server = "${url}"

[host."${url}"]
  capabilities = ["pull", "resolve"]
  ca = "${mirrorAuthorityFile}"
  override_path = true
`;
}

const nowhere = `# A registry without a mirror is refused here and now, not by a firewall after a time-out.
server = "https://127.0.0.1:1"
`;
