import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface Person {
  sub: string;
  name: string;
  roles: string[];
}

interface Grant {
  person: Person;
  nonce: string;
  challenge: string;
}

export const clientSecret = 'a secret of the console';
const resource = 'urn:wellspring:operations';
const accessTokenSeconds = 600;

/** Identity as the console meets it: codes and refresh tokens work once, PKCE and the client's secret are checked. */
export class IdentityDouble {
  /** As browsers and tokens name it; nothing listens there, so whoever asks it directly fails. */
  readonly publicUrl = 'http://portal.example';
  /** Answers nothing but 503 while true. */
  away = false;
  refreshes = 0;
  readonly revoked: string[] = [];
  private readonly codes = new Map<string, Grant>();
  private readonly refreshTokens = new Map<string, Grant>();

  private constructor(
    private readonly server: Server,
    private readonly key: CryptoKey,
    private readonly jwk: JWK,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.answer(request).then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  }

  static async start(): Promise<IdentityDouble> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new IdentityDouble(server, privateKey, jwk);
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The double does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  get issuer(): string {
    return `${this.publicUrl}/identity`;
  }

  /** Lets the person sign in for this authorization request. @returns the path of the callback to follow. */
  approve(authorizationUrl: string, person: Person): string {
    const query = new URL(authorizationUrl).searchParams;
    if (query.get('resource') !== resource || query.get('code_challenge_method') !== 'S256') {
      throw new Error(`Not the request an operator's sign-in makes: ${authorizationUrl}`);
    }
    const code = randomUUID();
    this.codes.set(code, {
      person,
      nonce: query.get('nonce') ?? '',
      challenge: query.get('code_challenge') ?? '',
    });
    const callback = new URL(query.get('redirect_uri') ?? '');
    callback.search = new URLSearchParams({ code, state: query.get('state') ?? '', iss: this.issuer }).toString();
    return callback.pathname + callback.search;
  }

  /** Ends every sign-in, as an administrator would. */
  endAll(): void {
    this.refreshTokens.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<[number, unknown]> {
    if (this.away) return [503, { error: 'temporarily_unavailable' }];
    if (request.headers['x-forwarded-host'] !== new URL(this.publicUrl).host) return [400, { error: 'wrong host' }];
    const { url = '' } = request;
    switch (url) {
      case '/identity/.well-known/openid-configuration':
        return [200, this.metadata()];
      case '/identity/jwks':
        return [200, { keys: [this.jwk] }];
      case '/identity/token':
        return this.token(request.headers.authorization, await formOf(request));
      case '/identity/token/revocation': {
        const token = (await formOf(request)).get('token') ?? '';
        this.revoked.push(token);
        this.refreshTokens.delete(token);
        return [200, {}];
      }
      default:
        return [404, { error: 'not_found' }];
    }
  }

  private metadata(): object {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      revocation_endpoint: `${issuer}/token/revocation`,
      end_session_endpoint: `${issuer}/session/end`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  private async token(authorization: string | undefined, form: URLSearchParams): Promise<[number, unknown]> {
    const credentials = Buffer.from(authorization?.replace('Basic ', '') ?? '', 'base64').toString();
    if (credentials !== `console:${encodeURIComponent(clientSecret).replaceAll('%20', '+')}`) {
      return [401, { error: 'invalid_client' }];
    }
    const refreshing = form.get('grant_type') === 'refresh_token';
    const handles = refreshing ? this.refreshTokens : this.codes;
    const handle = form.get(refreshing ? 'refresh_token' : 'code') ?? '';
    const grant = handles.get(handle);
    if (!refreshing) handles.delete(handle);
    if (grant === undefined) return [400, { error: 'invalid_grant' }];
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!refreshing && verifier !== grant.challenge) return [400, { error: 'invalid_grant' }];
    if (refreshing) this.refreshes += 1;

    const refreshToken = refreshing ? handle : randomUUID();
    this.refreshTokens.set(refreshToken, grant);
    return [
      200,
      {
        token_type: 'Bearer',
        access_token: await this.sign({ roles: grant.person.roles, sub: grant.person.sub }, resource),
        expires_in: accessTokenSeconds,
        refresh_token: refreshToken,
        id_token: await this.sign({ ...grant.person, ...(refreshing ? {} : { nonce: grant.nonce }) }, 'console'),
      },
    ];
  }

  private sign(claims: Record<string, unknown>, audience: string): Promise<string> {
    return new SignJWT({ ...claims, jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(this.issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${accessTokenSeconds}s`)
      .sign(this.key);
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return new URLSearchParams(text);
}
