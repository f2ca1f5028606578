import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

interface Grant {
  nonce: string;
  challenge: string;
  redirectUri: string;
}

/** An OpenID Provider that signs in whoever the test says, at once, and checks what a client must do right. */
export class FakeIssuer {
  customer = {
    sub: 'C-1001',
    email: 'c-1001@example.com',
    name: 'Mari Maasikas',
    locale: 'et',
    segment: 'residential',
  };
  readonly ended: URLSearchParams[] = [];
  private readonly grants = new Map<string, Grant>();

  private constructor(
    readonly issuer: string,
    private readonly secret: string,
    private readonly privateKey: CryptoKey,
    private readonly publicJwk: object,
  ) {}

  static async create(issuer: string, secret: string): Promise<FakeIssuer> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const publicJwk = { ...(await exportJWK(publicKey)), kid: 'op', alg: 'RS256', use: 'sig' };
    return new FakeIssuer(issuer, secret, privateKey, publicJwk);
  }

  readonly handler = (request: IncomingMessage, response: ServerResponse): void => {
    this.answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://fake');
    switch (url.pathname) {
      case '/identity/.well-known/openid-configuration':
        json(response, this.metadata());
        return;
      case '/identity/jwks':
        json(response, { keys: [this.publicJwk] });
        return;
      case '/identity/auth':
        this.authorize(url.searchParams, response);
        return;
      case '/identity/token':
        await this.token(request, response);
        return;
      case '/identity/me':
        json(response, this.customer);
        return;
      case '/identity/session/end':
        this.ended.push(url.searchParams);
        response.setHeader('set-cookie', '_session=; Path=/; Max-Age=0');
        response.writeHead(200, { 'content-type': 'text/html' }).end('signing out');
        return;
      default:
        response.writeHead(404).end();
    }
  }

  private metadata(): object {
    const at = (path: string): string => `${this.issuer}${path}`;
    return {
      issuer: this.issuer,
      authorization_endpoint: at('/auth'),
      token_endpoint: at('/token'),
      userinfo_endpoint: at('/me'),
      jwks_uri: at('/jwks'),
      end_session_endpoint: at('/session/end'),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  private authorize(query: URLSearchParams, response: ServerResponse): void {
    if (query.get('code_challenge_method') !== 'S256') {
      response.writeHead(400).end('no PKCE');
      return;
    }
    const code = randomUUID();
    const redirectUri = query.get('redirect_uri') ?? '';
    this.grants.set(code, {
      nonce: query.get('nonce') ?? '',
      challenge: query.get('code_challenge') ?? '',
      redirectUri,
    });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    response.writeHead(303, { location: back.href }).end();
  }

  private async token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const form = new URLSearchParams(text);
    const grant = this.grants.get(form.get('code') ?? '');
    this.grants.delete(form.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const basic = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
    const isClient = decodeURIComponent(basic) === `gateway:${this.secret}`;
    if (grant?.challenge !== verifier || grant.redirectUri !== form.get('redirect_uri') || !isClient) {
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
      return;
    }
    const idToken = await new SignJWT({ ...this.customer, nonce: grant.nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'op' })
      .setIssuer(this.issuer)
      .setAudience('gateway')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(this.privateKey);
    json(response, { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken });
  }
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
