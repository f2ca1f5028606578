/** The real Telegraf with the configuration of its chart, outside the cluster it looks at. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseManifests } from '../../deploy/manifest.ts';
import { telegraf } from '../programs.ts';
import { type ObservedCluster, writeKubeconfig } from './cluster.ts';
import { type Daemon, startDaemon } from './daemon.ts';

export interface TelegrafOptions {
  /** The chart, rendered. */
  chart: string;
  cluster: ObservedCluster;
  kubeletUrl: string;
  influxDb: { username: string; password: string };
}

export function startTelegraf({ chart, cluster, kubeletUrl, influxDb }: TelegrafOptions): Daemon {
  return startDaemon({
    path: telegraf.path,
    args: (folder) => {
      const file = join(folder, 'telegraf.conf');
      writeFileSync(file, outside(configurationIn(chart), folder, cluster, kubeletUrl));
      return ['--config', file];
    },
    env: { INFLUXDB_USERNAME: influxDb.username, INFLUXDB_PASSWORD: influxDb.password },
  });
}

function configurationIn(chart: string): string {
  const found = parseManifests(chart).find(({ kind }) => kind === 'ConfigMap');
  return z.object({ data: z.object({ 'telegraf.conf': z.string() }) }).parse(found).data['telegraf.conf'];
}

/** In a pod, Telegraf finds API server, token and nodes by itself; here it is told. Nothing else is different. */
function outside(configuration: string, folder: string, cluster: ObservedCluster, kubeletUrl: string): string {
  const token = join(folder, 'token');
  writeFileSync(token, cluster.token, { mode: 0o600 });
  const told: Record<string, string[]> = {
    'inputs.prometheus': [`kube_config = "${writeKubeconfig(folder, cluster)}"`],
    'inputs.kube_inventory': [`url = "${cluster.server}"`, `bearer_token = "${token}"`, `tls_ca = "${cluster.caFile}"`],
    'inputs.kubernetes': [`url = "${kubeletUrl}"`],
    'inputs.x509_cert': [`tls_ca = "${cluster.caFile}"`],
  };
  return Object.entries(told)
    .reduce(
      (text, [plugin, lines]) => text.replace(`[[${plugin}]]`, [`[[${plugin}]]`, ...lines].join('\n  ')),
      configuration,
    )
    .replace('/var/run/secrets/kubernetes.io/serviceaccount/token', token)
    .replace('interval = "10m"', '');
}
