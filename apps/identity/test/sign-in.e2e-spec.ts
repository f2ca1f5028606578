import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@wellspring/persistence';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import type { Answer, Browser } from './support/browser.ts';
import { consoleUrl, operator, publicUrl, redirectUri } from './support/identity-environment.ts';
import { IdentityUnderTest } from './support/identity-under-test.ts';
import { RelyingParty, type SignInAttempt } from './support/relying-party.ts';

const mari = { customerNo: 'C-1001', email: 'mari@example.com', password: 'correct horse 1', segment: 'employees' };
const juhan = { customerNo: 'C-1002', email: 'juhan@example.com', password: 'correct horse 2' };

let stack: IdentityUnderTest;

beforeAll(async () => {
  stack = await IdentityUnderTest.start([mari, juhan]);
}, 60_000);

afterAll(async () => {
  await stack.stop();
});

function signIn(browser: Browser, page: Answer, person: { email: string; password: string }): Promise<Answer> {
  return browser.submit(page, { login: person.email, password: person.password });
}

async function signedIn(browser: Browser, party: RelyingParty): Promise<{ attempt: SignInAttempt; callback: string }> {
  const attempt = await party.begin();
  const { url } = await signIn(browser, await browser.get(attempt.url), mari);
  return { attempt, callback: url };
}

describe('signing in', () => {
  it('brings a customer back to the client with everything it needs to know', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const { attempt, callback } = await signedIn(browser, party);
    expect(callback).toMatch(new RegExp(`^${redirectUri}\\?code=`));

    const tokens = await attempt.finish(callback);
    expect(tokens.claims()).toMatchObject({
      iss: `${publicUrl}/identity`,
      aud: 'gateway',
      sub: 'C-1001',
      email: 'mari@example.com',
      name: 'Mari Maasikas',
      locale: 'et',
      segment: 'employees',
    });
    expect(tokens.claims()).not.toHaveProperty('roles');
    const userInfo = await openid.fetchUserInfo(party.configuration, tokens.access_token, 'C-1001');
    expect(userInfo).toEqual({
      sub: 'C-1001',
      email: 'mari@example.com',
      name: 'Mari Maasikas',
      locale: 'et',
      segment: 'employees',
    });
  });

  it('asks only once per browser', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    await signedIn(browser, party);
    const attempt = await party.begin();
    const { url } = await browser.get(attempt.url);
    expect((await attempt.finish(url)).claims()?.sub).toBe('C-1001');
  });

  it('asks again when the client wants it to, and says login_required when it must not ask', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const silent = await browser.get((await party.begin({ prompt: 'none' })).url);
    expect(new URL(silent.url).searchParams.get('error')).toBe('login_required');
    await signedIn(browser, party);
    const page = await browser.get((await party.begin({ prompt: 'login' })).url);
    expect(page.text).toContain('type="password"');
  });

  it('keeps all addresses below the issuer, whatever name it is reached by', async () => {
    const response = await fetch(`${stack.service.url}/identity/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
    });
    expect(await response.json()).toMatchObject({
      issuer: `${publicUrl}/identity`,
      authorization_endpoint: `${publicUrl}/identity/auth`,
      token_endpoint: `${publicUrl}/identity/token`,
      jwks_uri: `${publicUrl}/identity/jwks`,
      end_session_endpoint: `${publicUrl}/identity/session/end`,
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['ES256'],
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
  });

  it('shows the form again, the same for a wrong password and an unknown address', async () => {
    const answers: string[] = [];
    for (const email of [mari.email, 'nobody@example.com']) {
      const browser = stack.browser();
      const party = await RelyingParty.gateway(browser);
      const page = await browser.get((await party.begin()).url);
      const answer = await signIn(browser, page, { email, password: 'wrong' });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('role="alert"');
      answers.push(
        answer.text
          .replaceAll(email, 'EMAIL')
          .replaceAll(/interaction\/[\w-]+[^&]*&amp;state=[\w-]+/g, 'interaction/UID'),
      );
    }
    expect(answers[0]).toBe(answers[1]);
  });

  it('wants both fields', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const page = await browser.get((await party.begin()).url);
    const answer = await browser.submit(page, { login: mari.email, password: '' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Fill in both fields');
    expect(answer.text).toContain(`value="${mari.email}"`);
  });

  it('refuses a form sent from elsewhere', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const page = await browser.get((await party.begin()).url);
    const fields = { login: mari.email, password: mari.password };
    const answer = await browser.submit(page, fields, { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
  });

  it('does not go on for a browser without the cookie of the interaction', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const page = await browser.get((await party.begin()).url);
    const stranger = stack.browser();
    const answer = await stranger.get(page.url);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('This sign-in has ended');
    expect((await signIn(stranger, page, mari)).url).toMatch(`${publicUrl}/sign-in?state=`);
  });
});

describe('the authorization code', () => {
  it('is good for one exchange, and a second one ends what the first one gave', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const { attempt, callback } = await signedIn(browser, party);
    const tokens = await attempt.finish(callback);
    await expect(attempt.finish(callback)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(openid.fetchUserInfo(party.configuration, tokens.access_token, 'C-1001')).rejects.toMatchObject({
      status: 401,
    });
  });

  it('is good for one exchange also when two come at the same moment', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const { attempt, callback } = await signedIn(browser, party);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => attempt.finish(callback)));
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  });

  it('is of no use without the verifier it was asked for with', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const { callback } = await signedIn(browser, party);
    const other = await party.begin();
    const code = new URL(callback).searchParams.get('code') ?? '';
    const state = new URL(other.url).searchParams.get('state') ?? '';
    const mixed = new URL(redirectUri);
    mixed.search = new URLSearchParams({ code, state, iss: `${publicUrl}/identity` }).toString();
    await expect(other.finish(mixed.href)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it.each([
    ['no challenge', { code_challenge: '', code_challenge_method: '' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
  ])('is not given for %s', async (_case, parameters) => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const answer = await browser.get((await party.begin(parameters)).url);
    expect(new URL(answer.url).searchParams.get('error')).toBe('invalid_request');
    expect(new URL(answer.url).searchParams.get('code')).toBeNull();
  });

  it.each([
    'https://evil.example/sign-in/callback',
    `${redirectUri}/../../evil`,
    `${publicUrl}.evil.example/sign-in/callback`,
    'javascript:alert(1)',
  ])('is never sent to an address that is not registered: %s', async (uri) => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const answer = await browser.get((await party.begin({ redirect_uri: uri })).url);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.text).not.toContain('evil');
    expect(answer.text).toMatch(/Reference: <code>[\da-f]{32}/);
  });
});

describe('refreshing', () => {
  it('works for replicas of a client that come with the same token at the same time', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const { attempt, callback } = await signedIn(browser, party);
    const { refresh_token: token = '' } = await attempt.finish(callback);
    const renewed = await Promise.all([1, 2, 3].map(() => openid.refreshTokenGrant(party.configuration, token)));
    expect(renewed.map((tokens) => tokens.claims()?.sub)).toEqual(['C-1001', 'C-1001', 'C-1001']);
  });

  it('works for nobody but the client the token was given to', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const { attempt, callback } = await signedIn(browser, party);
    const { refresh_token: token = '' } = await attempt.finish(callback);
    const other = await RelyingParty.console(browser);
    await expect(openid.refreshTokenGrant(other.configuration, token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    expect((await openid.refreshTokenGrant(party.configuration, token)).claims()?.sub).toBe('C-1001');
  });
});

describe('operators', () => {
  it('sign in to the console and get their role, also in a token for the operations API', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.console(browser);
    const attempt = await party.begin({
      resource: 'urn:wellspring:operations',
      scope: 'openid email profile operations',
    });
    const page = await browser.get(attempt.url);
    expect(page.text).toContain('Operator sign-in');
    const { url } = await browser.submit(page, { login: operator.login, password: operator.password });
    expect(url).toMatch(new RegExp(`^${consoleUrl}/sign-in/callback`));

    const tokens = await attempt.finish(url);
    expect(tokens.claims()).toMatchObject({ sub: 'operator:olga', name: operator.name, roles: ['operator'] });
    const jwks = createRemoteJWKSet(new URL(`${stack.service.url}/identity/jwks`));
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, jwks, {
      issuer: `${publicUrl}/identity`,
      audience: 'urn:wellspring:operations',
      typ: 'at+jwt',
    });
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload).toMatchObject({ sub: 'operator:olga', roles: ['operator'], scope: 'operations' });
  });

  it('may type their e-mail address, and get their role from userinfo', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.console(browser);
    const attempt = await party.begin();
    const page = await browser.get(attempt.url);
    const { url } = await browser.submit(page, { login: operator.email, password: operator.password });
    const tokens = await attempt.finish(url);
    const info = await openid.fetchUserInfo(party.configuration, tokens.access_token, 'operator:olga');
    expect(info['roles']).toEqual(['operator']);
  });

  it('cannot be customers: not with their password, not with their session', async () => {
    const browser = stack.browser();
    const gateway = await RelyingParty.gateway(browser);
    const page = await browser.get((await gateway.begin()).url);
    const answer = await browser.submit(page, { login: operator.email, password: operator.password });
    expect(answer.status).toBe(422);

    const party = await RelyingParty.console(browser);
    const form = await browser.get((await party.begin()).url);
    await browser.submit(form, { login: operator.login, password: operator.password });
    expect((await browser.get((await gateway.begin()).url)).text).toContain('type="password"');
  });
});

describe('customers', () => {
  it('cannot get into the console: not with their password, not with their session', async () => {
    const browser = stack.browser();
    const gateway = await RelyingParty.gateway(browser);
    await signedIn(browser, gateway);
    const party = await RelyingParty.console(browser);
    const page = await browser.get((await party.begin()).url);
    expect(page.text).toContain('Operator sign-in');
    const answer = await browser.submit(page, { login: mari.email, password: mari.password });
    expect(answer.status).toBe(422);
    const silent = await browser.get((await party.begin({ prompt: 'none' })).url);
    expect(new URL(silent.url).searchParams.get('error')).toBe('login_required');
  });

  it('get no token for the operations API', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const answer = await browser.get((await party.begin({ resource: 'urn:wellspring:operations' })).url);
    expect(new URL(answer.url).searchParams.get('error')).toBe('invalid_target');
  });

  it('make room for an operator in the same browser, who then is the one signed in', async () => {
    const browser = stack.browser();
    const gateway = await RelyingParty.gateway(browser);
    await signedIn(browser, gateway);
    const party = await RelyingParty.console(browser);
    const attempt = await party.begin();
    const page = await browser.get(attempt.url);
    const between = await browser.submit(page, { login: operator.login, password: operator.password });
    expect(between.text).toContain('id="sign-out"');
    expect(between.text).not.toMatch(/<script>/);
    const { url } = await browser.submit(between);
    expect((await attempt.finish(url)).claims()?.sub).toBe('operator:olga');
    expect((await browser.get((await gateway.begin()).url)).text).toContain('type="password"');
  });
});

describe('what is written down', () => {
  it('is an audit line for each attempt, without passwords, addresses or codes', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const page = await browser.get((await party.begin()).url);
    await signIn(browser, page, { email: juhan.email, password: 'wrong password 77' });
    const { url } = await signIn(browser, page, juhan);
    const lines = stack.logs
      .filter((line) => line.includes('"event.action":"sign-in"'))
      .slice(-2)
      .map((line): Record<string, unknown> => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      {
        'event.outcome': 'failure',
        'event.reason': 'refused',
        'event.category': 'authentication',
        'client.ip': '127.0.0.1',
      },
      { 'event.outcome': 'success', 'user.id': 'C-1002', 'trace.id': expect.stringMatching(/^[\da-f]{32}$/) },
    ]);
    const everything = stack.logs.join('\n');
    expect(everything).toContain('"url.path":"/identity/token"');
    const code = new URL(url).searchParams.get('code') ?? 'none';
    for (const secret of [juhan.email, juhan.password, 'wrong password 77', mari.email, mari.password, code]) {
      expect(everything).not.toContain(secret);
    }
  });

  it('is counted', async () => {
    const lines = await stack.metric('identity_sign_ins_total');
    expect(lines.join('\n')).toMatch(/accounts="customers",outcome="verified"\} [1-9]/);
    expect(lines.join('\n')).toMatch(/accounts="customers",outcome="refused"\} [1-9]/);
  });

  it('opens nobody’s session to whoever reads the database', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const { attempt, callback } = await signedIn(browser, party);
    const tokens = await attempt.finish(callback);
    const session = browser.cookies.get('identity_session@/identity')?.value ?? 'none';
    const rows = await stack.service
      .get(Database)
      .query({ text: `SELECT r::text, encode(sealed_payload, 'escape') AS payload FROM oidc_record r` });
    const dump = JSON.stringify(rows);
    expect(rows.length).toBeGreaterThan(3);
    for (const secret of [tokens.access_token, tokens.refresh_token ?? '', session, 'C-1001']) {
      expect(dump).not.toContain(secret);
    }
    expect(decodeJwt(tokens.id_token ?? '').sub).toBe('C-1001');
  });
});
