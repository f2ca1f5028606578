import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export const issuer = 'wellspring-gateway';
/** The name of the service under test. */
export const audience = 'under-test';

export interface SigningKey {
  kid: string;
  algorithm: string;
  privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  jwk: JWK;
}

export async function signingKey(kid: string, algorithm = 'ES256'): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { kid, algorithm, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' } };
}

export interface TokenOptions {
  claims?: JWTPayload;
  header?: { typ?: string; kid?: string | undefined };
  /** Seconds from now. */
  expiresIn?: number;
}

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** A token as the gateway makes them, but for what the test wants otherwise. */
export function token(
  key: SigningKey,
  { claims = {}, header = {}, expiresIn = 60 }: TokenOptions = {},
): Promise<string> {
  const now = nowSeconds();
  const payload = {
    iss: issuer,
    aud: audience,
    sub: 'C-1001',
    sid: 's-1',
    locale: 'et',
    iat: now,
    exp: now + expiresIn,
  };
  return new SignJWT({ ...payload, ...claims })
    .setProtectedHeader({ alg: key.algorithm, typ: 'at+jwt', kid: key.kid, ...header })
    .sign(key.privateKey);
}

/** The gateway's endpoint for its public keys, which can be away. */
export class KeyServer {
  keys: JWK[] = [];
  requests = 0;
  mode: 'well' | 'down' | 'hanging' | 'garbage' | 'empty' = 'well';
  private server: Server | undefined;

  async start(): Promise<this> {
    const server = createServer((_request, response) => {
      this.requests += 1;
      if (this.mode === 'hanging') return;
      if (this.mode === 'down') response.writeHead(503).end();
      else if (this.mode === 'garbage') response.end('<html>');
      else response.end(JSON.stringify({ keys: this.mode === 'empty' ? [] : this.keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.server = server;
    return this;
  }

  get url(): string {
    const { port } = this.server?.address() as AddressInfo;
    return `http://127.0.0.1:${port}/.well-known/jwks.json`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }
}
