import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { visitorCookieName } from '../../src/session/visitor-cookie.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { HttpUpstream } from '../support/http-upstream.ts';
import { exchangeRaw } from '../support/raw-client.ts';

/** One portal that lives below /selfcare on its host, and one that is published below /old. */
let selfcare: HttpUpstream;
let gateway: GatewayUnderTest;

beforeAll(async () => {
  selfcare = await HttpUpstream.start('selfcare');
  gateway = await startGateway(
    {},
    {},
    {
      selfcare: {
        addresses: [`${selfcare.url}/selfcare`],
        host: 'public',
        ownNames: ['oldportal', 'old.internal', 'localhost:8443'],
        session: { cookies: ['SC'] },
        bridge: { mode: 'off' },
        http: { via: false, authorization: 'pass' },
      },
      moved: { addresses: [selfcare.url], host: 'www.mytelco.example', path: { public: '/old' } },
      plain: { addresses: [selfcare.url], host: 'upstream' },
    },
  );
  gateway.migration.routes = [
    { path: '/old', upstream: 'moved' },
    { path: '/plain', upstream: 'plain' },
    { path: '/', upstream: 'selfcare' },
  ];
});
beforeEach(() => {
  selfcare.reset();
});
afterAll(async () => {
  await gateway.stop();
  await selfcare.stop();
});

async function ask(path: string, headers = ''): Promise<string> {
  return exchangeRaw(
    gateway.url,
    `GET ${path} HTTP/1.1\r\nHost: localhost:8080\r\n${headers}Connection: close\r\n\r\n`,
  );
}

/** What becomes of one header of the portal's. */
async function passed(name: string, value: string, path = '/'): Promise<string[]> {
  selfcare.handler = (_request, response) => response.writeHead(200, { [name]: value }).end();
  const lines = (await ask(path)).split('\r\n\r\n', 1)[0]?.split('\r\n') ?? [];
  return lines.flatMap((line) => (line.toLowerCase().startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));
}

describe('what an old portal is asked', () => {
  it.each([
    ['/', '/selfcare/'],
    ['/home?x=1', '/selfcare/home?x=1'],
    ['/?x=1', '/selfcare/?x=1'],
    ['/old', '/'],
    ['/old/page', '/page'],
    ['/plain/page', '/plain/page'],
  ])('for %s is %s', async (path, expected) => {
    await ask(path);
    expect(selfcare.seen[0]?.url).toBe(expected);
  });

  it('has the name it is known by', async () => {
    await ask('/');
    await ask('/old');
    await ask('/plain');
    const names = selfcare.seen.map(({ headers }) => headers.host);
    expect(names).toEqual(['localhost:8080', 'www.mytelco.example', new URL(selfcare.url).host]);
  });

  it('tells of the proxy in between, and passes Authorization on, as its profile says', async () => {
    const authorization = 'Authorization: Basic b2xkOm9sZA==\r\n';
    await ask('/', authorization);
    await ask('/plain', authorization);
    await ask('/', 'Authorization: NTLM TlRMTVNTUAABAAAA\r\n');
    expect(selfcare.seen.map(({ headers }) => [headers.via, headers.authorization])).toEqual([
      [undefined, 'Basic b2xkOm9sZA=='],
      ['1.1 wellspring', undefined],
      [undefined, undefined],
    ]);
  });
});

describe('what an old portal says about addresses', () => {
  const port = (): string => new URL(selfcare.url).port;

  it.each([
    ['its own path', () => '/selfcare/home', '/home'],
    ['its own root', () => '/selfcare', '/'],
    ['its own root with a query', () => '/selfcare?x', '/?x'],
    ['a relative one', () => 'page2.php?x=1', 'page2.php?x=1'],
    ['its own address', () => `http://127.0.0.1:${port()}/selfcare/home`, 'http://localhost:8080/home'],
    ['its own address without the port', () => 'http://127.0.0.1/selfcare/home', 'http://localhost:8080/home'],
    ['its own address with a usual port', () => 'http://127.0.0.1:443/selfcare/x', 'http://localhost:8080/x'],
    ['another system on its host', () => 'http://127.0.0.1:1/selfcare/x', 'http://127.0.0.1:1/selfcare/x'],
    ['a short name', () => 'http://oldportal/selfcare/x', 'http://localhost:8080/x'],
    ['a short name with a port', () => 'HTTP://OldPortal:8080/selfcare/x', 'http://localhost:8080/x'],
    ['the public name with another scheme', () => 'https://localhost:8080/selfcare/x', 'http://localhost:8080/x'],
    ['the public name with a port of its own', () => 'https://localhost:8443/selfcare/x', 'http://localhost:8080/x'],
    ['a path it does not have', () => '/elsewhere', '/elsewhere'],
    ['something that begins like its path', () => '/selfcarex', '/selfcarex'],
    ['another site', () => 'https://pay.example.com/selfcare', 'https://pay.example.com/selfcare'],
    ['a name that only looks like its own', () => 'http://oldportal.example.com/', 'http://oldportal.example.com/'],
  ])('is right for browsers: %s', async (_, location, expected) => {
    expect(await passed('location', location())).toEqual([expected]);
    expect(await passed('content-location', location())).toEqual([expected]);
  });

  it('is right below another public path, too', async () => {
    expect(await passed('location', '/page', '/old')).toEqual(['/old/page']);
  });

  it.each([
    ['3; url=http://old.internal/selfcare/next', '3; url=http://localhost:8080/next'],
    ['0;URL="/selfcare/next"', '0;URL="/next"'],
    ['5', '5'],
    ['5, http://oldportal/selfcare/', '5, http://localhost:8080/'],
    ['3; url=https://pay.example.com/', '3; url=https://pay.example.com/'],
  ])('is right in Refresh: %s', async (refresh, expected) => {
    expect(await passed('refresh', refresh)).toEqual([expected]);
  });
});

describe('cookies of an old portal', () => {
  it.each([
    ['A=1; Domain=127.0.0.1; Path=/selfcare/app', ['A=1; Path=/app']],
    ['B=2; domain=.old.internal', ['B=2']],
    ['B=2; Domain=localhost; Path=/', ['B=2; Domain=localhost; Path=/']],
    ['C=a b,c; expires=Thu, 01-Jan-2037 00:00:01 GMT', ['C=a b,c; expires=Thu, 01-Jan-2037 00:00:01 GMT']],
    ['D', ['D']],
    ['E=1; Secure; SameSite=None', ['E=1; Secure; SameSite=None']],
  ])('arrive where browsers keep them: %s', async (cookie, expected) => {
    expect(await passed('set-cookie', cookie)).toEqual(expected);
  });

  it.each([
    ['SC=1; Path=/selfcare', ['SC=1; Path=/']],
    ['SC=1', ['SC=1; Path=/']],
    [
      'SC=1; Path=/selfcare/app; HttpOnly',
      ['SC=1; Path=/; HttpOnly', 'SC=; Path=/app; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0'],
    ],
    ['SC=; Max-Age=0; Path=/selfcare', ['SC=; Path=/; Max-Age=0']],
  ])('that make a session are for every path: %s', async (cookie, expected) => {
    const cookies = await passed('set-cookie', cookie);
    // With a session a browser is given an id by the gateway as well.
    expect(cookies.filter((each) => !each.startsWith(`${visitorCookieName}=`))).toEqual(expected);
  });
});
