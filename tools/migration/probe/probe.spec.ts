import { afterEach, describe, expect, it } from '@jest/globals';
import { checkOldPortals, parseMigrationFile } from '../check-file.ts';
import { serviceUpstreams } from '../upstreams.ts';
import { migrationFileOf } from './migration-file.ts';
import { type Findings, probe, type ProbeOptions } from './probe.ts';
import { profileOf } from './profile.ts';
import { reportOf } from './report.ts';
import { type OldServer, startOldServer, startRawServer } from './testing/old-server.ts';
import { startPhpLike } from './testing/php-like.ts';
import { startServletLike } from './testing/servlet-like.ts';

let server: OldServer;
afterEach(() => server.stop());

async function look(path = '/', options: Partial<ProbeOptions> = {}): Promise<Findings> {
  return probe({
    url: new URL(path, server.url),
    alsoLookAt: [],
    bounds: { requests: 100, bytes: 10_000_000, durationMs: 60_000, perSecond: 10_000 },
    ...options,
  });
}

/** The profile, which the gateway takes, and so the file of migration. */
function written(found: Findings): { profile: unknown; migration: unknown; text: string } {
  const [text, migrationText] = [profileOf('old', found), migrationFileOf('old', found)];
  const profile = checkOldPortals(text);
  const migration = parseMigrationFile(migrationText, { upstreams: ['old', ...serviceUpstreams()] });
  if (!profile.ok || !migration.ok)
    throw new Error(JSON.stringify({ profile, migration, text, migrationText }, null, 2));
  return { profile: profile.file['old'], migration: migration.file, text: text + migrationText };
}

describe('a portal with PHP’s manners', () => {
  const person = { user: 'k1007', password: 'salasõna' };

  it('is described as it is', async () => {
    server = await startPhpLike();
    const found = await look('/', { person });
    const { profile, migration, text } = written(found);
    expect(profile).toMatchObject({
      host: 'public',
      charset: 'windows-1252',
      session: {
        cookies: ['PHPSESSID'],
        idle: 24 * 60_000,
        signIn: { path: '/index.php', query: { _route: 'login' } },
        signOut: { path: '/index.php', query: { _route: 'logout' }, method: 'GET' },
        whoIs: {
          get: '/index.php?_route=accounts/profile',
          customer: { id: 'input[name="username"] @value', email: 'input[name="email"] @value' },
        },
      },
      bridge: { mode: 'off' },
    });
    expect(migration).toMatchObject({
      capabilities: {
        invoices: {
          stage: 'legacy',
          routes: [{ path: '/index.php', query: { _route: 'invoices/list' }, legacy: 'old' }],
          parity: [
            {
              when: 'GET /index.php?_route=invoices/list',
              legacy: {
                each: 'table.list tr:has(td)',
                charset: 'windows-1252',
                facts: {
                  number: 'td:nth-child(1) | text',
                  date: 'td:nth-child(2) | date',
                  due: 'td:nth-child(3) | date',
                  amount: 'td:nth-child(4) | amount',
                  currency: 'td:nth-child(4) | currency',
                },
              },
            },
          ],
        },
        profile: { stage: 'legacy' },
      },
    });
    expect(text).toContain('UNSURE: pages say no charset');
    expect(text).toContain('The words of its status: Maksmata, Makstud.');
    expect(reportOf(found)).toContain('PHPSESSID is kept over the sign-in');
  });

  it('is not told anything but the sign-in, and nothing of whoever signed in is written', async () => {
    server = await startPhpLike();
    const found = await look('/', { person });
    expect(server.asked.filter((request) => !request.startsWith('GET '))).toEqual(['POST /index.php?_route=login']);
    expect(server.asked.filter((request) => /logout|change|del=|save/.test(request))).toEqual([]);
    expect(found.effort.requests).toBe(server.asked.length);
    const all = written(found).text + reportOf(found);
    for (const secret of ['K1007', 'k1007', 'salasõna', '1 234,50', 'A-17']) expect(all).not.toContain(secret);
  });

  it('says what it cannot know when nobody signs in, or the password is wrong', async () => {
    server = await startPhpLike();
    expect(written(await look()).text).toContain('UNSURE: which cookies are its session: nobody was signed in');
    const wrong = await look('/', { person: { ...person, password: 'x' } });
    expect(wrong.signedIn).toBe('no');
    expect(written(wrong).text).toContain('UNSURE: which cookies are its session: the sign-in did not succeed');
  });
});

describe('a portal with a servlet container’s manners', () => {
  const person = { user: 'somebody', password: 'secret', customer: 'C-42' };

  it('has all its session cookies found, and is left in its folder', async () => {
    server = await startServletLike('what it is asked by');
    const found = await look('/selfcare/', { person });
    expect(written(found).profile).toMatchObject({
      host: 'public',
      session: {
        cookies: ['JSESSIONID', 'remember'],
        signIn: { path: '/selfcare/login.do' },
        whoIs: { get: '/selfcare/bills.do', customer: { id: '#main > dl:nth-child(1) > dd:nth-child(2)' } },
      },
    });
    const report = reportOf(found);
    expect(report).toContain('everything is below /selfcare');
    expect(report).toContain('writes session ids into addresses');
    expect(report).toContain('several nodes? ROUTEID');
    expect(report).toContain('several nodes? JSESSIONID ends in .node1');
    expect(report + written(found).text).not.toContain('jsessionid=');
    expect(server.asked.filter((request) => /logout|cancel/.test(request))).toEqual([]);
  });

  it('has amounts and marks of its table read', async () => {
    server = await startServletLike('what it is asked by');
    const { migration } = written(await look('/selfcare/', { person }));
    expect(migration).toMatchObject({
      capabilities: {
        invoices: {
          parity: [
            {
              legacy: {
                each: '#bills tr[data-no]',
                facts: {
                  number: '@data-no',
                  date: '.date | date',
                  amount: '.sum | amount',
                  currency: '.sum | currency',
                },
              },
            },
          ],
        },
      },
    });
  });

  it('is found to have another name where redirects lead to it', async () => {
    server = await startServletLike('oldportal.internal:7001');
    const found = await look('/selfcare/');
    expect(written(found).profile).toMatchObject({ ownNames: ['oldportal.internal:7001'] });
    expect(server.asked.every((request) => request.includes('/selfcare'))).toBe(true);
  });

  it('says who somebody is in JSON that no page leads to', async () => {
    server = await startServletLike('what it is asked by');
    const found = await look('/selfcare/', { person, alsoLookAt: ['/selfcare/me.json'] });
    expect(written(found).profile).toMatchObject({
      session: { whoIs: { get: '/selfcare/me.json', format: 'json', customer: { id: 'user.number' } } },
    });
  });
});

describe('a server of old', () => {
  const page = '<html><body><a href="/b">b</a></body></html>';

  it.each([
    ['bareLf', 'HTTP/1.1 200 OK\nContent-Type: text/html\n\n'],
    ['foldedLines', 'HTTP/1.1 200 OK\r\nSet-Cookie: a=1;\r\n Path=/\r\nContent-Type: text/html\r\n\r\n'],
    ['spaceBeforeColon', 'HTTP/1.1 200 OK\r\nContent-Type : text/html\r\n\r\n'],
    ['teIdentity', 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: identity\r\n\r\n'],
    ['linesWithoutColon', 'HTTP/1.0 200 OK\r\nContent-Type: text/html\r\ngarbage\r\n\r\n'],
    ['leadingBlankLines', '\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n'],
  ])('has to be forgiven %s', async (mistake, head) => {
    server = await startRawServer(() => head + page);
    const found = await look();
    expect(written(found).profile).toMatchObject({ http: { lenient: [mistake] } });
    expect(server.asked.length).toBeGreaterThan(1);
  });

  it('is read to where it was cut off, or was too talkative', async () => {
    server = await startRawServer((path) =>
      path === '/'
        ? `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}more`
        : 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\nshort',
    );
    expect((await look()).manners.oddities).toEqual([
      'an answer was cut off before its end',
      'bytes came after the end of an answer',
    ]);
  });

  it('that makes no sense is a failure with its reason', async () => {
    server = await startRawServer(() => 'SSH-2.0-OpenSSH\r\n\r\n');
    await expect(look()).rejects.toThrow('status line');
  });

  it('may ask for Basic, which is passed on, and offer NTLM, which cannot be', async () => {
    server = await startOldServer((_request, response) => {
      response.writeHead(401, { 'www-authenticate': ['NTLM', 'Basic realm="old"'] }).end();
    });
    const { profile, text } = written(await look());
    expect(profile).toMatchObject({ http: { authorization: 'pass' } });
    expect(text).toContain('NTLM or Negotiate');
  });

  it('may answer to one name alone', async () => {
    server = await startOldServer((request, response) => {
      response.writeHead(request.headers.host?.startsWith('127.0.0.1') === true ? 200 : 404).end('x');
    });
    expect(written(await look()).profile).toMatchObject({ host: 'upstream' });
  });

  it.each([
    ['header', 'text/html; charset=windows-1257', '', ['windows-1257'], [], []],
    [
      'meta',
      'text/html',
      '<meta http-equiv="Content-Type" content="text/html; charset=windows-1257">',
      [],
      ['windows-1257'],
      [],
    ],
    ['alias', 'text/html; charset=cp1257', '', ['cp1257'], [], ['cp1257']],
    ['no charset there is', 'text/html; charset=iso-8859-4-foo', '', ['iso-8859-4-foo'], [], ['iso-8859-4-foo']],
  ])('says its charset in its %s', async (_, contentType, meta, header, inPage, unknown) => {
    server = await startOldServer((_request, response) => {
      response.setHeader('content-type', contentType);
      response.end(Buffer.from(`<html><head>${meta}</head><body>\xD5htu \xE4</body></html>`, 'latin1'));
    });
    const found = await look();
    written(found);
    expect(found.manners.charsets).toMatchObject({
      header,
      meta: inPage,
      unknown: unknown.filter((name) => name !== 'cp1257'),
    });
  });
});

describe('how much is asked', () => {
  const endless = (): Promise<OldServer> =>
    startOldServer((_request, response, url) => {
      const links = Array.from(
        { length: 20 },
        (_, i) => `<a href="${url.pathname}${'abcdefghijklmnopqrst'[i] ?? ''}/">x</a>`,
      );
      response.setHeader('content-type', 'text/html');
      response.end(`<html><body>${links.join('')}${'x'.repeat(10_000)}</body></html>`);
    });

  it('ends at so many requests or bytes, and what was seen until then is told', async () => {
    server = await endless();
    const few = await look('/', { bounds: { requests: 5, bytes: 1e7, durationMs: 60_000, perSecond: 10_000 } });
    expect(server.asked).toHaveLength(5);
    expect(reportOf(few)).toContain('Stopped early: 5 requests were made');
    const short = await look('/', { bounds: { requests: 50, bytes: 25_000, durationMs: 60_000, perSecond: 10_000 } });
    expect(short.effort.requests).toBe(3);
    written(short);
  });

  it('is one at a time, and not more often than is said', async () => {
    server = await endless();
    const startedAt = performance.now();
    await look('/', { bounds: { requests: 5, bytes: 1e7, durationMs: 60_000, perSecond: 20 } });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(195);
  });

  it('is never another host, wherever pages and redirects lead', async () => {
    const other = await startOldServer((_request, response) => void response.end('other'));
    server = await startOldServer((_request, response, url) => {
      if (url.pathname === '/away') response.writeHead(302, { location: `${other.url}/login` }).end();
      else {
        response.setHeader('content-type', 'text/html');
        response.end(`<a href="${other.url}/x">x</a><a href="/away">away</a>
          <form method="post" action="${other.url}/steal"><input name="login"><input type="password" name="p"></form>`);
      }
    });
    await expect(look('/', { person: { user: 'u', password: 'p' } })).rejects.toThrow('sends the password to');
    expect(other.asked).toEqual([]);
    await other.stop();
  });
});
