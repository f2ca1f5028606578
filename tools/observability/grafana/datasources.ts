/** `deploy/observability/grafana/datasources.yaml`: where Grafana reads from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { problemsOf } from '../../deploy/environment.ts';

export const dataSourcesFile = 'deploy/observability/grafana/datasources.yaml';

const dataSources = z.array(
  z.strictObject({ uid: z.string(), name: z.string(), database: z.string(), interval: z.string() }),
);

export type DataSource = z.output<typeof dataSources>[number];

/** @throws Error naming every wrong key */
export function readDataSources(root: string): DataSource[] {
  const result = dataSources.safeParse(parse(readFileSync(join(root, dataSourcesFile), 'utf8')));
  if (!result.success) throw new Error(`${dataSourcesFile}: ${problemsOf(result.error)}`);
  return result.data;
}
