import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { ScheduledKey } from './key-schedule.ts';

/** A private key that signs tokens, and when. */
export interface SigningKey extends ScheduledKey {
  kid: string;
  /** Private, with `kid`, `alg` and `use`. */
  jwk: JWK;
}

export async function generateSigningKey(schedule: ScheduledKey): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { ...schedule, kid, jwk: { ...jwk, kid, alg: 'ES256', use: 'sig' } };
}
