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
  bridgeSecret: z.string(),
  operatorPassword: z.string(),
});

export type Secrets = z.output<typeof schema>;

export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) {
    const kept = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (kept.success) return kept.data;
    throw new Error(`${file} is not readable by this version: run "npm start -- --fresh" to begin anew`);
  }
  const secrets = makeSecrets();
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
    bridgeSecret: random(),
    operatorPassword: randomBytes(9).toString('base64url'),
  };
}

function signingKey(): object {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'ES256', use: 'sig' };
}
