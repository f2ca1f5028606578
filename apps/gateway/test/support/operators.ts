import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { HttpUpstream } from './http-upstream.ts';

export interface OperatorClaims {
  sub?: string;
  roles?: string[];
  aud?: string;
  iss?: string;
  typ?: string;
  expiresInSeconds?: number;
}

/** Plays identity for operators: publishes a key and signs access tokens with it. */
export class Operators {
  private constructor(private readonly privateKey: CryptoKey) {}

  /** @param identity answers `/identity/jwks` from now on. */
  static async at(identity: HttpUpstream): Promise<Operators> {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'identity-1', alg: 'ES256', use: 'sig' }] };
    identity.handler = (request, response) => {
      response.writeHead(request.url === '/identity/jwks' ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(keys));
    };
    return new Operators(privateKey);
  }

  token(claims: OperatorClaims = {}): Promise<string> {
    return new SignJWT({ roles: claims.roles ?? ['operator'], scope: 'operations' })
      .setProtectedHeader({ alg: 'ES256', kid: 'identity-1', typ: claims.typ ?? 'at+jwt' })
      .setSubject(claims.sub ?? 'operator:jane')
      .setIssuer(claims.iss ?? 'http://localhost:8080/identity')
      .setAudience(claims.aud ?? 'urn:wellspring:operations')
      .setExpirationTime(Math.floor(Date.now() / 1_000) + (claims.expiresInSeconds ?? 300))
      .sign(this.privateKey);
  }
}
