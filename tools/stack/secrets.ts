/** Secrets of a local stack: made at the first start, kept in its data folder, never in version control. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  edgeSigningKeys: z.string(),
  sessionKeys: z.string(),
  cookieKeys: z.string(),
  identityEncryptionKeys: z.string(),
  gatewayClientSecret: z.string(),
  consoleClientSecret: z.string(),
  /** Of the machine `laptop`, which may read everything: to try the APIs as another system would. */
  machineSecret: z.string(),
  operatorPassword: z.string(),
  /** What the command line moves capabilities with, on this machine. */
  operationsToken: z.string(),
});

export type Secrets = z.output<typeof schema>;

export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) {
    const kept = schema.partial().safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!kept.success) {
      throw new Error(`${file} is not readable by this version: run "npm start -- --fresh" to begin anew`);
    }
    // A newer version may need one more; the data goes on being readable with the others.
    if (schema.safeParse(kept.data).success) return schema.parse(kept.data);
    return write(file, { ...makeSecrets(), ...kept.data });
  }
  return write(file, makeSecrets());
}

function write(file: string, secrets: Secrets): Secrets {
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

function makeSecrets(): Secrets {
  const random = (): string => randomBytes(32).toString('base64url');
  return {
    edgeSigningKeys: JSON.stringify({ keys: [signingKey()] }),
    sessionKeys: random(),
    cookieKeys: random(),
    identityEncryptionKeys: random(),
    gatewayClientSecret: random(),
    consoleClientSecret: random(),
    machineSecret: random(),
    operatorPassword: randomBytes(9).toString('base64url'),
    operationsToken: random(),
  };
}

function signingKey(): object {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'ES256', use: 'sig' };
}
