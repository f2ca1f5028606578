import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const localSecrets = join(import.meta.dirname, '../../.wellspring/secrets.json');

/**
 * A token comes from the environment or a file, never from the command line itself, where every process sees it.
 * Without either, the one that `npm start` made for this machine is used.
 * @throws Error when there is none.
 */
export function findToken(tokenFile: string | undefined, variable: string, environment: NodeJS.ProcessEnv): string {
  if (tokenFile !== undefined) return readFileSync(tokenFile, 'utf8').trim();
  const given = environment[variable];
  if (given !== undefined && given !== '') return given;
  const local = localToken();
  if (local !== undefined) return local;
  throw new Error(`There is no token: set ${variable}, give --token <file>, or run "npm start" for a local system`);
}

function localToken(): string | undefined {
  try {
    const secrets: unknown = JSON.parse(readFileSync(localSecrets, 'utf8'));
    return z.object({ operationsToken: z.string() }).safeParse(secrets).data?.operationsToken;
  } catch {
    return undefined;
  }
}
