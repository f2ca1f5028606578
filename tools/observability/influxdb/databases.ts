/** `deploy/observability/influxdb/databases.yaml`: what is kept, for how long, and what is thinned into what. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { problemsOf } from '../../deploy/environment.ts';

export const databasesFile = 'deploy/observability/influxdb/databases.yaml';

const database = z.strictObject({
  days: z.int().min(1),
  from: z.string().optional(),
  everyMinutes: z.int().min(1).default(5),
});

export interface Database extends z.output<typeof database> {
  name: string;
}

/** @throws Error naming every wrong key */
export function readDatabases(root: string): Database[] {
  const result = z.record(z.string(), database).safeParse(parse(readFileSync(join(root, databasesFile), 'utf8')));
  if (!result.success) throw new Error(`${databasesFile}: ${problemsOf(result.error)}`);
  const databases = Object.entries(result.data).map(([name, rest]) => ({ name, ...rest }));
  for (const { name, from } of databases) {
    if (from !== undefined && !(from in result.data)) {
      throw new Error(`${databasesFile}: ${name}.from: there is no database ${from}`);
    }
  }
  return databases;
}
