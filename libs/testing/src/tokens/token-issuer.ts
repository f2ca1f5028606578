import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, type GenerateKeyPairResult, type JWK, SignJWT } from 'jose';

/** Claims of a customer token; anything given replaces the default, `undefined` leaves it out. */
export interface TokenClaims {
  readonly iss?: string;
  readonly aud?: string;
  readonly sid?: string | undefined;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly locale?: string | undefined;
  /** Seconds from now until it expires; negative for one that has expired. 60 unless given. */
  readonly expiresInSeconds?: number;
  readonly [claim: string]: unknown;
}

interface SigningKey {
  readonly id: string;
  readonly pair: GenerateKeyPairResult;
  readonly jwk: JWK;
}

/**
 * Stands for the gateway: signs customer tokens (JWT, ES256, `typ: at+jwt`) and publishes the keys at `jwksUrl`.
 */
export class TokenIssuer {
  readonly jwksUrl: string;
  private readonly audience: string;
  private readonly server: Server;
  private keys: SigningKey[];

  private constructor(server: Server, jwksUrl: string, audience: string, key: SigningKey) {
    this.audience = audience;
    this.server = server;
    this.jwksUrl = jwksUrl;
    this.keys = [key];
    server.on('request', (_request, response) => {
      response.setHeader('content-type', 'application/jwk-set+json');
      response.end(JSON.stringify({ keys: this.keys.map(({ jwk }) => jwk) }));
    });
  }

  /** @param audience name of the service the tokens are for. */
  static async start(audience: string): Promise<TokenIssuer> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port for the key endpoint.');
    const jwksUrl = `http://127.0.0.1:${address.port}/.well-known/jwks.json`;
    return new TokenIssuer(server, jwksUrl, audience, await newKey());
  }

  /** Signs with a new key from now on; the old ones stay published unless `forget`. */
  async rotate({ forget = false }: { forget?: boolean } = {}): Promise<void> {
    this.keys = [await newKey(), ...(forget ? [] : this.keys)];
  }

  /** A token for the customer, as the value of a bearer `Authorization` header without the scheme. */
  async tokenFor(customerId: string, claims: TokenClaims = {}): Promise<string> {
    const [key] = this.keys;
    if (!key) throw new Error('There is no signing key.');
    const { expiresInSeconds = 60, ...others } = claims;
    const issuedAt = Math.floor(Date.now() / 1000);
    const payload = {
      iss: 'wellspring-gateway',
      aud: this.audience,
      sub: customerId,
      sid: randomUUID(),
      email: `${customerId.toLowerCase()}@example.com`,
      name: `Customer ${customerId}`,
      locale: 'en',
      iat: issuedAt,
      exp: issuedAt + expiresInSeconds,
      ...others,
    };
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.id })
      .sign(key.pair.privateKey);
  }

  /** A token for another system of the operator: nobody's customer, known as `client:` and its name. */
  machineToken(clientId: string, scope: string, claims: TokenClaims = {}): Promise<string> {
    const nobody = { sid: undefined, email: undefined, name: undefined, locale: undefined };
    return this.tokenFor(`client:${clientId}`, { ...nobody, client_id: clientId, scope, ...claims });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function newKey(): Promise<SigningKey> {
  const id = randomUUID();
  const pair = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: id, alg: 'ES256', use: 'sig' };
  return { id, pair, jwk };
}
