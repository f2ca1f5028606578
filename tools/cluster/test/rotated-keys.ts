/** Keys of the gateway on their way to new ones. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadSecrets, type Secrets } from '../../stack/secrets.ts';

const keySet = z.object({ keys: z.array(z.unknown()) });

/**
 * Twice the contents of its Secret, pods being restarted after each: first every pod has to know the new keys, then they are used.
 * What one pod seals or signs with a key that another does not know signs customers out.
 */
export function rotatedKeys(old: Secrets): Record<string, string>[] {
  const next = otherSecrets();
  const signing = [old, next].map(({ edgeSigningKeys }) => keySet.parse(JSON.parse(edgeSigningKeys)).keys);
  const sealing = [old, next].map(({ sessionKeys }) => sessionKeys);
  const contents = (order: <T>(keys: T[]) => T[]): Record<string, string> => ({
    'session-keys': order(sealing).join(),
    'edge-signing-keys': JSON.stringify({ keys: order(signing).flat() }),
  });
  return [contents((keys) => keys), contents((keys) => keys.toReversed())];
}

function otherSecrets(): Secrets {
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-keys-'));
  try {
    return loadSecrets(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
