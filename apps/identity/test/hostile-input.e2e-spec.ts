import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSignIn, tryPassword } from './support/flows.ts';
import { publicUrl, redirectUri } from './support/identity-environment.ts';
import { IdentityUnderTest } from './support/identity-under-test.ts';
import { RelyingParty } from './support/relying-party.ts';

const mari = { customerNo: 'C-1001', email: 'mari@example.com', password: 'correct horse 1' };
/** What has broken services before: ends of strings, of lines, of pages and of pairs; too long, too wide, not text. */
const hostile = [
  '\0',
  'a\0b',
  'mari@example.com\0',
  '\r\nset-cookie: a=b',
  '"><script>alert(1)</script>',
  '%00%0d%0a',
  '\uD800',
  '\u202Emoc.elpmaxe',
  'x'.repeat(5_000),
  '__proto__',
  "'; drop table customer_account; --",
  '[object Object]',
];

let stack: IdentityUnderTest;
let party: RelyingParty;

beforeAll(async () => {
  stack = await IdentityUnderTest.start([mari], { ACCOUNT_FREE_ATTEMPTS: '1000', ADDRESS_FREE_ATTEMPTS: '1000' });
  party = await RelyingParty.gateway(stack.browser());
}, 60_000);
afterAll(() => stack.stop());

const parameters = [
  ...['client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'prompt', 'max_age', 'ui_locales', 'login_hint'],
  ...['id_token_hint', 'claims', 'resource', 'response_type', 'response_mode', 'code_challenge', 'acr_values'],
];

describe('whatever is sent', () => {
  it.each(parameters)('as %s of an authorization request is never an error of the service', async (name) => {
    for (const value of hostile) {
      const url = new URL((await party.begin()).url);
      url.searchParams.set(name, value);
      const { status, text } = await stack.browser().get(url.href);
      expect({ value, isFault: status >= 500 }).toEqual({ value, isFault: false });
      expect(text).not.toContain('<script>alert');
    }
  });

  it('as login or password is refused in the page', async () => {
    for (const value of hostile) {
      for (const [login, password] of [
        [value, 'x'],
        [mari.email, value],
      ] as const) {
        const { status } = await tryPassword(stack.browser(), party, login, password);
        expect({ login, password, status }).toEqual({ login, password, status: 422 });
      }
    }
  });

  it('as form, path, language or cookie is never an error of the service', async () => {
    for (const value of hostile) {
      const browser = stack.browser();
      const { page } = await openSignIn(browser, party);
      const text = encodeURIComponent(value.toWellFormed());
      const answers = [
        await browser.get(`${page.url}?lang=${text}`),
        await browser.get(`${publicUrl}/identity/interaction/${text}`),
        await browser.post(`${publicUrl}/identity/interaction/${text}?client=${text}&state=${text}`, { login: value }),
        await browser.get(`${publicUrl}/identity/assets/${text}`),
        await browser.post(`${publicUrl}/identity/session/end/confirm`, { xsrf: value, logout: value }),
        await browser.get(`${publicUrl}/identity/session/end?id_token_hint=${text}&client_id=${text}&state=${text}`),
        await browser.get(`${publicUrl}/identity/auth/${text}`),
      ];
      expect({ value, faults: answers.filter(({ status }) => status >= 500) }).toEqual({ value, faults: [] });
    }
  });

  it('to the token endpoint is refused, and not the fault of the service', async () => {
    const authorization = `Basic ${Buffer.from('gateway:gateway-secret-0123456789').toString('base64')}`;
    for (const value of hostile) {
      for (const path of ['token', 'token/revocation', 'me']) {
        const body = new URLSearchParams({
          grant_type: 'authorization_code',
          code: value,
          token: value,
          access_token: value,
          redirect_uri: redirectUri,
          code_verifier: value,
        });
        const response = await fetch(`${stack.service.url}/identity/${path}`, {
          method: 'POST',
          headers: path === 'me' ? {} : { authorization },
          body,
        });
        expect({ value, path, isFault: response.status >= 500 }).toEqual({ value, path, isFault: false });
      }
    }
  });
});

describe('a way of answering that is not offered', () => {
  it.each(['form_post', 'fragment', 'query.jwt'])('such as %s is refused to the client, in the query', async (mode) => {
    const { url, status } = await stack.browser().get((await party.begin({ response_mode: mode })).url);
    expect(status).toBe(0);
    expect(new URL(url).searchParams.get('error')).toBe('unsupported_response_mode');
    expect(url.startsWith(`${redirectUri}?`)).toBe(true);
  });

  it('is not in the discovery document either', () => {
    expect(party.configuration.serverMetadata().response_modes_supported).toEqual(['query']);
  });
});

describe('a page behind https', () => {
  it('tells the browser never to come without', async () => {
    const { page } = await openSignIn(stack.browser(), party);
    const end = await stack.browser().get(`${publicUrl}/identity/session/end`);
    for (const { headers } of [page, end]) {
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    }
  });
});
