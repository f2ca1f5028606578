import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consoleUrl, publicUrl } from './support/identity-environment.ts';
import { IdentityUnderTest } from './support/identity-under-test.ts';
import { DataSource } from 'typeorm';
import { RelyingParty } from './support/relying-party.ts';

let stack: IdentityUnderTest;

beforeAll(async () => {
  stack = await IdentityUnderTest.start([]);
}, 60_000);

afterAll(async () => {
  await stack.stop();
});

async function signInPage(parameters: Record<string, string>, acceptLanguage = 'en'): ReturnType<typeof open> {
  return open((await (await RelyingParty.gateway(stack.browser())).begin(parameters)).url, acceptLanguage);
}

async function open(url: string, acceptLanguage: string): Promise<{ text: string; headers: Headers; url: string }> {
  const browser = stack.browser();
  browser.headers = { 'accept-language': acceptLanguage, accept: 'text/html' };
  return browser.get(url);
}

describe('the sign-in page', () => {
  it.each([
    ['en', 'Sign in', {}, 'en'],
    ['et', 'Logi sisse', {}, 'et-EE,et;q=0.9'],
    ['ru', 'Вход', { ui_locales: 'ru' }, 'et'],
  ])('speaks %s', async (language, title, parameters: Record<string, string>, acceptLanguage) => {
    const { text } = await signInPage(parameters, acceptLanguage);
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(`<h1>${title}</h1>`);
  });

  it('switches its language and keeps it when the form comes back', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const page = await browser.get((await party.begin()).url);
    const link = /href="([^"]+lang=et)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const switched = await browser.get(link);
    expect(switched.text).toContain('<h1>Logi sisse</h1>');
    expect((await browser.submit(switched, { login: 'a@example.com', password: '' })).text).toContain('Täida mõlemad');
  });

  it('remembers a language that is chosen, for every page of this origin, and takes one chosen elsewhere', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const page = await browser.get((await party.begin()).url);
    const switched = await browser.get(/href="([^"]+lang=et)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '');
    expect(switched.headers.get('set-cookie')).toBe('lang=et; Path=/; Max-Age=31536000; SameSite=Lax; Secure');
    const again = await browser.get((await party.begin()).url, { 'accept-language': 'en' });
    expect(again.text).toContain('<h1>Logi sisse</h1>');
    expect((await browser.get(`${publicUrl}/identity/session/end`)).text).toContain('<html lang="et">');
  });

  it('that is filled in too late leads to a new one, for the page that was wanted', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const page = await browser.get((await party.begin({ state: 'of-tab-7' })).url);
    await stack.service.get(DataSource).query("DELETE FROM oidc_record WHERE model = 'Interaction'");
    const late = await browser.submit(page, { login: 'a@example.com', password: 'x' });
    expect(late.url).toBe(`${publicUrl}/sign-in?state=of-tab-7`);
  });

  it('takes the client’s hint for the address, as text', async () => {
    const { text } = await signInPage({ login_hint: '"><script>alert(1)</script>' });
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  });

  it('lets nothing run or be framed but its own files', async () => {
    const { headers, text } = await signInPage({});
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
        `form-action 'self' ${publicUrl} ${consoleUrl}; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son[a-z]+=/);
  });

  it('keeps its cookies to itself', async () => {
    const browser = stack.browser();
    await browser.get((await (await RelyingParty.gateway(browser)).begin()).url);
    expect(browser.cookies.size).toBeGreaterThan(0);
    for (const { path } of browser.cookies.values()) expect(path).toMatch(/^\/identity\b/);
  });

  it.each([
    [publicUrl, true],
    ['http://localhost:8080', false],
  ])('sends cookies only over TLS where the portal has it: %s', async (origin, isSecure) => {
    const service = await IdentityUnderTest.start([], { PUBLIC_URL: origin });
    try {
      const query = new URLSearchParams({
        client_id: 'gateway',
        response_type: 'code',
        scope: 'openid',
        redirect_uri: `${publicUrl}/sign-in/callback`,
        code_challenge: 'a'.repeat(43),
        code_challenge_method: 'S256',
      });
      const answer = await fetch(`${service.service.url}/identity/auth?${query.toString()}`, { redirect: 'manual' });
      expect(answer.status).toBe(303);
      const cookies = answer.headers.getSetCookie();
      expect(cookies.length).toBeGreaterThan(0);
      for (const cookie of cookies) {
        expect(cookie).toMatch(/; httponly/i);
        expect(/; secure/i.test(cookie)).toBe(isSecure);
      }
    } finally {
      await service.stop();
    }
  });
});

describe('the files of the pages', () => {
  it('are kept by browsers for as long as they are these', async () => {
    const { text } = await signInPage({});
    const paths = [...text.matchAll(/(?:href|src)="(\/identity\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) {
      const file = await fetch(stack.service.url + path);
      expect(file.status).toBe(200);
      expect(file.headers.get('cache-control')).toContain('immutable');
      const other = await fetch(`${stack.service.url}${path.replace(/v=.*/, 'v=another')}`);
      expect(other.headers.get('cache-control')).toBe('no-cache');
    }
  });

  it.each(['nothing.css', '..%2f..%2fpackage.json', '%2e%2e/package.json'])('are all there is: %s', async (name) => {
    expect((await fetch(`${stack.service.url}/identity/assets/${name}`)).status).toBe(404);
  });
});

describe('a page that cannot be shown', () => {
  it('is a page of ours where nothing is, and says so to programs as everywhere', async () => {
    for (const path of ['/identity/nowhere', '/identity/assets/nothing.css']) {
      const page = await open(`${publicUrl}${path}`, 'et');
      expect(page.text).toContain('<h1>Sellist lehte ei ole</h1>');
      expect(page.text).toContain(`href="${publicUrl}/"`);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    const response = await fetch(`${stack.service.url}/identity/nowhere`, { headers: { accept: 'application/json' } });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
    const page = await fetch(`${stack.service.url}/identity/nowhere`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(404);
  });

  it('says so in the person’s language, with a reference, and leads back', async () => {
    const { text } = await open(`${publicUrl}/identity/auth?client_id=unknown`, 'et');
    expect(text).toContain('Midagi läks valesti');
    expect(text).toMatch(/Veakood: <code>[\da-f]{32}/);
    expect(text).toContain(`href="${publicUrl}/"`);
  });

  it('is a page also when the database is away', async () => {
    const lonely = await IdentityUnderTest.start([]);
    try {
      const browser = lonely.browser();
      const page = await browser.get((await (await RelyingParty.gateway(browser)).begin()).url);
      await lonely.database.drop();
      const answer = await browser.submit(page, { login: 'a@example.com', password: 'secret password' });
      expect(answer.status).toBe(500);
      expect(answer.text).toContain('Something went wrong');
      expect(answer.text).toMatch(/Reference: <code>[\da-f]{32}/);
      expect(lonely.logs.join('\n')).not.toContain('secret password');
    } finally {
      await lonely.stop();
    }
  });
});
