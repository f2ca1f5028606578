/** Certificates that are about to end are renewed, what uses them is restarted, and those that are not are left alone. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Secrets } from '../description/secrets.ts';
import type { Site } from '../description/site.ts';
import { rehearsedMachine, script } from './rehearsed-machine.ts';
import { say, type Verification } from './verification.ts';

const dayMs = 24 * 3600 * 1000;
const parts = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'];

export function certificateRehearsal(site: Site, secrets: Secrets, folder: string): Verification {
  return {
    what: 'certificates: those of a day are renewed for a year, and what uses them restarted; then nothing is due',
    needs: ['kubeadm', 'openssl'],
    run: async ({ kubeadm = '' }) => {
      const machine = await rehearsedMachine({
        site,
        secrets,
        folder,
        kubeadm,
        validity: '24h',
        standIns: {
          // Without a cluster it cannot ask there how it was configured.
          kubeadm: `exec '${kubeadm}' "$@" --config "$REHEARSED"\n`,
          crictl: 'if [ "$1" = pods ]; then echo "pod-of-${!#}"; fi\n',
        },
      });
      const env = { ...machine.env, REHEARSED: machine.configuration };
      await say('bash', [script('renew-certificates')], env);

      const files = ['apiserver.crt', 'apiserver-kubelet-client.crt', 'front-proxy-client.crt', 'etcd/server.crt'];
      for (const file of files) {
        const { validToDate } = new X509Certificate(readFileSync(join(machine.kubernetes, 'pki', file)));
        const days = (validToDate.getTime() - Date.now()) / dayMs;
        if (days < 360) throw new Error(`${file} ends in ${days.toFixed(0)} days`);
      }
      const stopped = machine.asked().filter((line) => line.startsWith('crictl stopp'));
      const left = parts.filter((part) => !stopped.some((line) => line.includes(part)));
      if (left.length > 0) throw new Error(`${left.join(', ')}: not restarted`);
      const again = await say('bash', [script('renew-certificates')], env);
      if (!again.startsWith('Nothing is due')) throw new Error(`When nothing was due it said: ${again}`);
    },
  };
}
