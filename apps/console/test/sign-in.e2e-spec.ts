import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { consoleUrl, ConsoleUnderTest, olga } from './support/console-under-test.ts';

/** Only the date is set forward: sockets and deadlines go on in real time. */
const realTimers = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

let stack: ConsoleUnderTest;
beforeAll(async () => {
  stack = await ConsoleUnderTest.start();
});
afterAll(async () => {
  await stack.stop();
});

async function operatorOf(browser: { get: (path: string) => Promise<{ text: string }> }): Promise<unknown> {
  return (JSON.parse((await browser.get('/session')).text) as { operator: unknown }).operator;
}

describe('an operator', () => {
  it('signs in at identity and comes back to the page they wanted', async () => {
    const browser = stack.browser();
    expect(await operatorOf(browser)).toBeNull();
    const away = await browser.get('/sign-in?return=/capabilities/invoices');
    expect(away.location).toMatch(`${stack.identity.issuer}/auth?`);
    const back = await browser.get(stack.identity.approve(away.location, olga));
    expect(back).toMatchObject({ status: 303, location: '/capabilities/invoices' });
    expect(await operatorOf(browser)).toEqual({ id: olga.sub, name: olga.name, email: '' });
  });

  it('has a session cookie for this host only, out of reach of scripts and other sites, that shows no token', async () => {
    const browser = stack.browser();
    const { location } = await browser.get('/sign-in');
    const { setCookies } = await browser.get(stack.identity.approve(location, olga));
    const cookie = setCookies.find((each) => each.startsWith('__Host-console='));
    for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(attribute);
    expect(cookie).not.toContain('Domain');
    expect(cookie?.length).toBeLessThan(4_096);
    const parts = cookie?.split(/[.;=]/).map((part) => Buffer.from(part, 'base64url').toString()) ?? [];
    expect(parts.join(' ')).not.toMatch(/eyJ|operator:olga/);
  });

  it('cannot be sent to another site after the sign-in', async () => {
    for (const wanted of ['//evil.example', 'https://evil.example', '/\\evil.example', '/sign-in']) {
      const browser = stack.browser();
      const { location } = await browser.get(`/sign-in?return=${encodeURIComponent(wanted)}`);
      expect((await browser.get(stack.identity.approve(location, olga))).location).toBe('/');
    }
  });

  it('signs out here and at identity at once, with nothing left to do for the browser', async () => {
    const browser = await stack.signedIn();
    const revokedBefore = stack.identity.revoked.length;
    const page = await browser.post('/sign-out', {});
    const { continueAt } = JSON.parse(page.text) as { continueAt: string };
    expect(continueAt).toBe(`${consoleUrl}/`);
    expect(await operatorOf(browser)).toBeNull();
    expect(stack.identity.revoked.length).toBe(revokedBefore + 1);
  });
});

describe('several tabs', () => {
  it('sign in at once, and each lands where it wanted', async () => {
    const browser = stack.browser();
    const pages = ['/capabilities/invoices', '/audit'];
    const begun: string[] = [];
    for (const page of pages) begun.push((await browser.get(`/sign-in?return=${page}`)).location);
    for (const [index, location] of begun.entries()) {
      expect((await browser.get(stack.identity.approve(location, olga))).location).toBe(pages[index]);
    }
    expect(await operatorOf(browser)).not.toBeNull();
  });

  it('never hold more than the newest few', async () => {
    const browser = stack.browser();
    for (let n = 0; n < 12; n += 1) await browser.get('/sign-in?return=/audit');
    expect(browser.cookies.size).toBeLessThan(6);
  });

  it('that come back late begin again, for the page they were for', async () => {
    const browser = stack.browser();
    const { location } = await browser.get('/sign-in?return=/audit');
    jest.useFakeTimers({ now: Date.now() + 1_800_001, doNotFake: [...realTimers] });
    try {
      expect((await browser.get(stack.identity.approve(location, olga))).location).toBe('/sign-in?return=%2Faudit');
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('somebody without the role', () => {
  it('is refused, and has no session', async () => {
    const browser = stack.browser();
    const { location } = await browser.get('/sign-in');
    const customer = { sub: 'C-1001', name: 'Mari', roles: [] };
    const back = await browser.get(stack.identity.approve(location, customer));
    expect(back.location).toBe('/operators-only');
    expect([...browser.cookies.keys()]).toEqual([]);
    expect((await browser.get('/api/gateway/capabilities')).status).toBe(401);
  });
});

describe('a sign-in that goes wrong', () => {
  it('with a state that is not ours begins anew', async () => {
    const attacker = stack.browser();
    const { location } = await attacker.get('/sign-in');
    const callback = stack.identity.approve(location, olga);
    const victim = stack.browser();
    expect((await victim.get(callback)).location).toBe('/');
    expect(await operatorOf(victim)).toBeNull();

    await victim.get('/sign-in');
    expect((await victim.get(callback)).location).toBe('/');
    expect(await operatorOf(victim)).toBeNull();

    const theirs = new URL((await victim.get('/sign-in')).location);
    const stolen = new URL(callback, 'http://localhost');
    stolen.searchParams.set('state', theirs.searchParams.get('state') ?? '');
    const mixed = await victim.get(stolen.pathname + stolen.search);
    expect(mixed.location).toMatch(/^\/sign-in-failed\?reference=[0-9a-f]{32}$/);
    expect(await operatorOf(victim)).toBeNull();
  });

  it('while identity is away says so with a reference, and works when it is back', async () => {
    const other = await ConsoleUnderTest.start();
    try {
      other.identity.away = true;
      const browser = other.browser();
      expect((await browser.get('/sign-in')).location).toMatch(/^\/sign-in-failed\?reference=[0-9a-f]{32}$/);
      other.identity.away = false;
      expect((await browser.get('/sign-in')).location).toMatch(`${other.identity.issuer}/auth?`);
    } finally {
      await other.stop();
    }
  });
});

describe('the pages', () => {
  it('come under the strictest policy and say nothing of who is signed in', async () => {
    for (const path of ['/', '/audit', '/capabilities/invoices']) {
      const page = await stack.browser().get(path);
      expect(page.status).toBe(200);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
    }
  });
});
