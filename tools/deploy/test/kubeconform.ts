import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findCommand, schemasFolder } from '../../cluster/tools-folder.ts';

export interface Report {
  summary: { valid: number; invalid: number; errors: number; skipped: number };
}

/** Whether the Kubernetes API knows every field of what was rendered. */
export function kubeconform(manifests: string): Report {
  const location = join(schemasFolder(), '{{.ResourceKind}}{{.KindSuffix}}.json');
  const args = ['-strict', '-summary', '-output', 'json', '-schema-location', location];
  const { stdout } = spawnSync(findCommand('kubeconform') ?? 'kubeconform', args, {
    input: manifests,
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as Report;
}
