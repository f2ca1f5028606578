/** An app that can be broken from within: see `sabotage.js`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export function sabotageFolder(dataDir: string): string {
  return join(dataDir, 'sabotage');
}

/** The environment of an app that looks, several times a second, whether it is to be broken. */
export function sabotaged(app: string, environment: Record<string, string>, dataDir: string): Record<string, string> {
  const folder = sabotageFolder(dataDir);
  mkdirSync(folder, { recursive: true });
  const hook = `--import ${join(import.meta.dirname, 'sabotage.js')}`;
  return {
    ...environment,
    NODE_OPTIONS: [environment['NODE_OPTIONS'], hook].filter((part) => part !== undefined).join(' '),
    SABOTAGE_FILE: join(folder, app),
  };
}
