import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

interface Grant {
  nonce: string;
  challenge: string;
  redirectUri: string;
  sid: string;
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
  /** Refresh tokens that were revoked: the session each came from has ended with it. */
  readonly revoked: string[] = [];
  /** `sid` of the last sign-in. */
  lastSession = '';
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

  /** An access token as a machine gets it; anything given replaces the claim. */
  machineToken(
    clientId: string,
    scope: string,
    { typ = 'at+jwt', ...claims }: Record<string, unknown> = {},
  ): Promise<string> {
    const issuedAt = Math.floor(Date.now() / 1_000);
    return new SignJWT({
      iss: this.issuer,
      aud: 'urn:wellspring:apis',
      sub: clientId,
      client_id: clientId,
      scope,
      iat: issuedAt,
      exp: issuedAt + 600,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', typ: String(typ), kid: 'op' })
      .sign(this.privateKey);
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
      case '/identity/token/revocation':
        this.revoked.push((await formOf(request)).get('token') ?? '');
        response.writeHead(200).end();
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
      revocation_endpoint: at('/token/revocation'),
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
      sid: randomUUID(),
    });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    response.writeHead(303, { location: back.href }).end();
  }

  private async token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await formOf(request);
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
    this.lastSession = grant.sid;
    json(response, {
      access_token: randomUUID(),
      refresh_token: `refresh-${grant.sid}`,
      token_type: 'Bearer',
      expires_in: 300,
      id_token: await this.sign({ ...this.customer, sid: grant.sid, nonce: grant.nonce }),
    });
  }

  /** What the provider sends on the back channel, but for what the test wants otherwise. */
  logoutToken(claims: Record<string, unknown>): Promise<string> {
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    return this.sign({ events, jti: randomUUID(), ...claims }, 'logout+jwt');
  }

  private sign(claims: Record<string, unknown>, typ = 'JWT'): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ iss: this.issuer, aud: 'gateway', iat: now, exp: now + 300, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'op', typ })
      .sign(this.privateKey);
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
