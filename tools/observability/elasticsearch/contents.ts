/** `deploy/observability/elasticsearch/<folder>/<name>.json`, made ready for one environment. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export const contentsFolder = 'deploy/observability/elasticsearch';

export interface ContentFile {
  /** Of what is made of it: several environments may share a cluster. */
  name: string;
  /** Relative to the workspace. */
  file: string;
  body: unknown;
}

export interface Variables {
  environment: string;
  retentionDays: number;
}

/** @throws Error naming the file that is no JSON or has a variable that nobody gives */
export function contentFiles(root: string, folder: string, variables: Variables): ContentFile[] {
  const files = globSync(`${contentsFolder}/${folder}/*.json`, { cwd: root }).sort();
  return files.map((file) => ({
    name: `wellspring-${basename(file, '.json')}-${variables.environment}`,
    file,
    body: read(root, file, variables),
  }));
}

/** An index is deleted some time after it was rolled over, which a day after its first line it is. */
function valuesOf({ environment, retentionDays }: Variables): Record<string, string> {
  return { environment, daysAfterRollover: String(retentionDays - 1) };
}

function read(root: string, file: string, variables: Variables): unknown {
  const values = valuesOf(variables);
  const text = readFileSync(join(root, file), 'utf8').replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${file}: nobody gives \${${name}}`);
    return value;
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`${file}: ${String(error)}`, { cause: error });
  }
}
