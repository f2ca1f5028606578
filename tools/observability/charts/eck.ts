/** The charts of Elasticsearch and Kibana, and the custom resources they make, from the Go module of their operator. */
import { cpSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const version = '3.5.0';
export const eckModule = `github.com/elastic/cloud-on-k8s/v3@v${version}`;

export const eckFolder = `eck-${version}`;
/** Relative to that. */
export const eckResources = 'config/crds/v1/all-crds.yaml';
export const eckCharts: Record<string, string> = {
  'eck-operator': 'deploy/eck-operator',
  'eck-elasticsearch': 'deploy/eck-stack/charts/eck-elasticsearch',
  'eck-kibana': 'deploy/eck-stack/charts/eck-kibana',
};

/** @param source the module; @param target there only once it is whole */
export function copyEck(source: string, target: string): void {
  const folder = `${target}.new`;
  rmSync(folder, { recursive: true, force: true });
  for (const path of [...Object.values(eckCharts), eckResources]) {
    cpSync(join(source, path), join(folder, path), { recursive: true });
  }
  renameSync(folder, target);
}
