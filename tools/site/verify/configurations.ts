/** Everything generated for a site, shown to the programs that will read it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Flow } from '../../deploy/flow.ts';
import type { Secrets } from '../description/secrets.ts';
import type { Machine, Site } from '../description/site.ts';
import { discoveryFile, kubeadmFile } from '../kubeadm/paths.ts';
import { containerRuntimeFile } from '../machine/container-runtime.ts';
import { firewallFile, machineFiles } from '../machine/machine-files.ts';
import { userDataText } from '../machine/user-data.ts';
import { putFiles } from './machine-root.ts';
import { say, type Verification } from './verification.ts';

/** @param folder for what programs want as files; it is the caller's to take away */
export function configurations(site: Site, flows: Flow[], secrets: Secrets, folder: string): Verification[] {
  const filesOf = (machine: Machine): Map<string, string> =>
    new Map(machineFiles(site, machine, flows, secrets).map(({ path, content }) => [path, content]));
  const each = async (check: (machine: Machine, root: string) => Promise<void>): Promise<void> => {
    for (const machine of site.machines) {
      const root = join(folder, machine.name);
      putFiles(root, machineFiles(site, machine, flows, secrets));
      await check(machine, root);
    }
  };
  return [
    {
      what: 'kubeadm: the configuration of every machine (kubeadm config validate)',
      needs: ['kubeadm'],
      run: async ({ kubeadm = '' }) => {
        await each(async (machine, root) => {
          const file = join(root, 'to-validate.yaml');
          const text = filesOf(machine).get(kubeadmFile) ?? '';
          // It looks whether the file is there.
          writeFileSync(file, text.replaceAll(discoveryFile, join(root, discoveryFile)), { mode: 0o600 });
          await say(kubeadm, ['config', 'validate', '--config', file]);
        });
      },
    },
    {
      what: 'kubeadm: the sandbox image is that of the version (kubeadm config images list)',
      needs: ['kubeadm'],
      run: async ({ kubeadm = '' }) => {
        const images = await say(kubeadm, [
          'config',
          'images',
          'list',
          '--kubernetes-version',
          site.versions.kubernetes,
        ]);
        const [pause = 'none'] = /registry\.k8s\.io\/pause:\S+/.exec(images) ?? [];
        for (const machine of site.machines) {
          if (filesOf(machine).get(containerRuntimeFile)?.includes(`"${pause}"`)) continue;
          throw new Error(`${machine.name}: ${containerRuntimeFile} names another image than ${pause}`);
        }
      },
    },
    {
      what: 'nftables: the firewall of every machine (nft --check)',
      needs: ['nft'],
      run: async ({ nft = '' }) => {
        await each(async (_machine, root) => {
          await say(nft, ['--check', '--file', join(root, firewallFile)]);
        });
      },
    },
    {
      what: 'containerd: its configuration (containerd config dump)',
      needs: ['containerd'],
      run: async ({ containerd = '' }) => {
        await each(async (machine, root) => {
          const dump = await say(containerd, ['--config', join(root, containerRuntimeFile), 'config', 'dump']);
          if (!dump.includes('SystemdCgroup = true')) throw new Error(`${machine.name}: it understood\n${dump}`);
        });
      },
    },
    {
      what: 'cloud-init: the first start of every machine (cloud-init schema)',
      needs: ['cloud-init'],
      run: async (programs) => {
        await each(async (machine, root) => {
          const file = join(root, 'user-data');
          writeFileSync(file, userDataText(site, machine, flows, secrets), { mode: 0o600 });
          await say(programs['cloud-init'] ?? '', ['schema', '--config-file', file]);
        });
      },
    },
    {
      what: 'bash: the programs on every machine (bash -n)',
      needs: ['bash'],
      run: async ({ bash = '' }) => {
        await each(async (machine, root) => {
          const programs = machineFiles(site, machine, flows, secrets).filter(({ executable }) => executable);
          for (const { path } of programs) await say(bash, ['-n', join(root, path)]);
        });
      },
    },
  ];
}
