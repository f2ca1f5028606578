import { createPrivateKey, createPublicKey, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BridgeSettings } from '../config.ts';

interface SigningKey {
  kid: string;
  algorithm: 'ES256' | 'EdDSA';
  key: KeyObject;
}

/** The gateway's keys: sign what it says to the systems behind it, published so that they can check it. */
@Injectable()
export class SigningKeys {
  /** Public halves (RFC 7517), for `/.well-known/jwks.json`. */
  readonly published: { keys: JsonWebKey[] };
  private readonly first: SigningKey;

  constructor(settings: BridgeSettings) {
    const keys = settings.edgeSigningKeys.keys.map((jwk): SigningKey => ({
      kid: jwk.kid,
      algorithm: jwk.crv === 'Ed25519' ? 'EdDSA' : 'ES256',
      key: createPrivateKey({
        key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, d: jwk.d, ...(typeof jwk['y'] === 'string' && { y: jwk['y'] }) },
        format: 'jwk',
      }),
    }));
    const [first] = keys;
    if (first === undefined) throw new Error('no signing key');
    this.first = first;
    this.published = {
      keys: keys.map(({ kid, algorithm, key }) => ({
        ...createPublicKey(key).export({ format: 'jwk' }),
        kid,
        alg: algorithm,
        use: 'sig',
      })),
    };
  }

  /** A compact JWS of these claims (RFC 7515). */
  sign(type: string, claims: Readonly<Record<string, unknown>>): string {
    const { kid, algorithm, key } = this.first;
    const input = `${encode({ alg: algorithm, typ: type, kid })}.${encode(claims)}`;
    const signature =
      algorithm === 'EdDSA'
        ? sign(null, Buffer.from(input), key)
        : sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
    return `${input}.${signature.toString('base64url')}`;
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
