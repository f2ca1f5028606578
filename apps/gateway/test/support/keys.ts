import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** A private JWK set as `EDGE_SIGNING_KEYS` holds it. */
export function signingKeys(kid = 'edge-1'): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return JSON.stringify({ keys: [{ ...privateKey.export({ format: 'jwk' }), kid, alg: 'ES256' }] });
}

export function sessionKey(): string {
  return randomBytes(32).toString('base64url');
}
