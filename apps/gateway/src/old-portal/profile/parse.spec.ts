import { describe, expect, it } from '@jest/globals';
import type { OldPortal } from './old-portal.ts';
import { checkOldPortals, parseOldPortals } from './parse.ts';
import type { Secrets } from './secrets.ts';

const secrets: Secrets = { BRIDGE_SECRET: 'a-secret-of-some-length', SHORT: 'short' };

function portalOf(text: string): OldPortal {
  const parsed = parseOldPortals(text, secrets);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const [portal] = parsed.file;
  if (portal === undefined) throw new Error('no portal');
  return portal;
}

function mistakes(text: string): string[] {
  const parsed = parseOldPortals(text, secrets);
  if (parsed.ok) throw new Error('the file was accepted');
  return parsed.errors.map(({ line, column, key, reason }) => `${line}:${column} ${key}: ${reason}`);
}

const whoIs = '{ get: /profile, customer: { id: "input[name=username] @value" } }';

describe('a file of old portals', () => {
  it('is short for a portal with ordinary manners', () => {
    expect(portalOf('selfcare: { addresses: [https://old.internal:8443/selfcare] }')).toMatchObject({
      name: 'selfcare',
      addresses: [new URL('https://old.internal:8443/selfcare')],
      stickiness: 'none',
      host: 'public',
      ownNames: [],
      path: { public: '/', here: '/selfcare' },
      http: { lenient: [], via: true, authorization: 'drop' },
      timeouts: {},
      session: undefined,
      bridge: { mode: 'off' },
    });
  });

  it('says everything about one with manners of its own', () => {
    const portal = portalOf(`
selfcare:
  addresses: [https://old1.internal:8443/selfcare, https://old2.internal:8443/selfcare]
  networks: [10.1.2.0/24, fd00::/8]
  stickiness: { cookie: [JSESSIONID, ROUTEID] }
  tls:
    ca: /certs/operator-ca.pem
    minVersion: TLSv1.2
    serverName: old.internal
    clientCertificate: { certificate: /certs/gateway.pem, key: /certs/gateway.key }
  host: www.mytelco.example
  ownNames: [old.internal, www.mytelco.example:8080]
  path: { public: /, here: /selfcare }
  charset: windows-1257
  http: { lenient: [bareLf, teIdentity, foldedLines], via: false, authorization: pass }
  timeouts: { firstByte: 40s }
  session:
    cookies: [PHPSESSID, uid]
    idle: 24m
    signIn: { path: /index.php, query: { _route: login } }
    signOut: { path: /, query: { _route: logout } }
    whoIs:
      get: /index.php?_route=accounts/profile
      customer: { id: 'input[name=username] @value', email: .mail, name: h1 | text, language: html @lang | lower }
      nobody: { has: 'form#login' }
  bridge:
    mode: form
    form:
      at: /bridge-login
      deniedToBrowsers: true
      fields: { username: customer.email, password: $BRIDGE_SECRET, remember: 'no' }
`);
    expect(portal).toMatchObject({
      stickiness: { cookie: ['JSESSIONID', 'ROUTEID'] },
      timeouts: { firstByte: 40_000 },
      session: {
        idle: 1_440_000,
        whoIs: { format: 'html', ids: 'own', timeout: 3_000, trustedThroughOutage: 600_000 },
      },
      bridge: {
        mode: 'form',
        form: {
          fields: {
            username: { from: 'customer', fact: 'email' },
            password: { from: 'text', text: 'a-secret-of-some-length' },
            remember: { from: 'text', text: 'no' },
          },
        },
      },
    });
  });

  it('keeps customers at the node that has their session, unless it says that any will do', () => {
    const session = 'session: { cookies: [JSESSIONID, remember] }';
    expect(portalOf(`a: { addresses: [http://a, http://b], ${session} }`).stickiness).toEqual({
      cookie: ['JSESSIONID', 'remember'],
    });
    expect(portalOf(`a: { addresses: [http://a, http://b], stickiness: none, ${session} }`).stickiness).toBe('none');
  });

  it('names the audience of the signed header after the portal', () => {
    const session = `session: { cookies: [LPSESSION], whoIs: ${whoIs} }`;
    expect(portalOf(`old: { addresses: [http://a], ${session}, bridge: { mode: header } }`).bridge).toEqual({
      mode: 'header',
      header: { name: 'X-Bridge-Customer', audience: 'old' },
    });
  });

  it('has every mistake named with its place and the reason', () => {
    expect(
      mistakes(`
Selfcare:
  adresses: [http://a]
gateway: { addresses: [http://a] }
one:
  addresses: [ftp://a, http://user@b, http://c?x]
  networks: [10.1.2.0]
  stickiness: { cookies: [A] }
  host: http://a
  path: { public: /selfcare/ }
  charset: windows-12577
  http: { lenient: [bareLF] }
  timeouts: { firstByte: 40 }
  session: { cookies: ['a b'] }
`),
    ).toEqual([
      '2:1 Selfcare: must be lower-case letters, digits and dashes',
      '2:1 Selfcare.addresses: is missing',
      '3:3 Selfcare.adresses: is not a key here; did you mean "addresses"?',
      '4:1 gateway: is the gateway itself',
      '6:15 one.addresses[0]: must be an http or https URL without user, query or fragment, such as https://old1.internal:8443',
      '6:24 one.addresses[1]: must be an http or https URL without user, query or fragment, such as https://old1.internal:8443',
      '6:39 one.addresses[2]: must be an http or https URL without user, query or fragment, such as https://old1.internal:8443',
      '7:14 one.networks[0]: must be a network such as 10.30.2.0/24',
      '8:3 one.stickiness.cookie: is missing',
      '8:17 one.stickiness.cookies: is not a key here; did you mean "cookie"?',
      '9:3 one.host: must be the name of a host, with or without port, such as old.internal:8080',
      '10:11 one.path.public: must be a path such as /selfcare, without a slash at its end',
      '11:3 one.charset: must be a charset that browsers know, such as windows-1257',
      expect.stringMatching(/^12:21 one\.http\.lenient\[0\]: is wrong: .*; did you mean "bareLf"\?$/),
      '13:15 one.timeouts.firstByte: must be a duration such as 30s',
      '14:24 one.session.cookies[0]: must be the name of a cookie, such as PHPSESSID',
    ]);
  });

  it('refuses what cannot go together', () => {
    expect(
      mistakes(`
paths: { addresses: [http://a/x, http://b/y] }
here: { addresses: [http://a/x], path: { here: /y } }
plain: { addresses: [http://a], tls: { ca: /ca.pem } }
asked: { addresses: [http://a], bridge: { mode: header } }
`),
    ).toEqual([
      '2:34 paths.addresses[1]: has another path than the first one, /x',
      '3:42 here.path.here: is not the path of the addresses, /x',
      '4:33 plain.tls: needs an https address',
      '5:43 asked.bridge.mode: "header" needs session.whoIs: what it brought about must be checked',
    ]);
  });

  it('refuses places in a page that cannot be read', () => {
    expect(
      mistakes(`
old:
  addresses: [http://a]
  session: { cookies: [A], whoIs: { get: /me, format: json, customer: { id: '$[', name: 'name | shout' } } }
`).map((mistake) => mistake.split(': ')[0]),
    ).toEqual(['4:73 old.session.whoIs.customer.id', '4:83 old.session.whoIs.customer.name']);
  });

  it('refuses a delegated sign-in that browsers can reach', () => {
    const form = (more: string): string =>
      `old: { addresses: [http://a], session: { cookies: [A], whoIs: ${whoIs} }, bridge: { mode: form, form: { at: /in, ${more} fields: { p: $BRIDGE_SECRET } } } }`;
    expect(mistakes(form(''))).toEqual([expect.stringMatching(/bridge\.form: needs `deniedToBrowsers: true`/)]);
    expect(portalOf(form('deniedToBrowsers: true,')).bridge.mode).toBe('form');
    expect(portalOf(form('listener: "http://10.0.0.1:8099",')).bridge.mode).toBe('form');
    expect(mistakes(form('listener: "http://a",'))).toEqual([
      expect.stringMatching(/bridge\.form\.listener: is one of the addresses, which browsers reach/),
    ]);
    expect(mistakes(form('listener: "http://10.0.0.1:8099/in",'))).toEqual([
      expect.stringMatching(/bridge\.form\.listener: must have no path: `at` says it/),
    ]);
  });

  it('refuses secrets that are not there, also beside other mistakes', () => {
    const portal = (name: string, secret: string, more = ''): string =>
      `${name}: { addresses: [http://a], ${more} session: { cookies: [A], whoIs: ${whoIs} }, bridge: { mode: form, form: { at: /in, deniedToBrowsers: true, fields: { p: ${secret} } } } }\n`;
    const text = portal('one', '$NOWHERE') + portal('two', '$SHORT') + 'three: {}';
    expect(mistakes(text).map((mistake) => mistake.replace(/^[\d:]+ /, ''))).toEqual([
      'one.bridge.form.fields.p: $NOWHERE is not set',
      'two.bridge.form.fields.p: $SHORT is shorter than 16 characters',
      'three.addresses: is missing',
    ]);
    expect(checkOldPortals(portal('one', '$NOWHERE'))).toMatchObject({ ok: true });
  });
});
