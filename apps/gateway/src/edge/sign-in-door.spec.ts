import { describe, expect, it } from '@jest/globals';
import type { RoutedRequest } from '../migration/routed-request.ts';
import { OldPortals } from '../old-portal/profile/old-portals.ts';
import { parseOldPortals } from '../old-portal/profile/parse.ts';
import { SignInDoor } from './sign-in-door.ts';

function doorOf(at: string, where = 'deniedToBrowsers: true'): SignInDoor {
  const form = `{ at: "${at}", ${where}, fields: { login: customer.id } }`;
  const session = '{ cookies: [S], whoIs: { get: /me, customer: { id: "#id" } } }';
  const parsed = parseOldPortals(
    `old: { addresses: [http://old.internal], session: ${session}, bridge: { mode: form, form: ${form} } }`,
    {},
  );
  if (!parsed.ok) throw new Error('the profile is wrong');
  return new SignInDoor(new OldPortals(parsed.file));
}

function isShut(door: SignInDoor, target: string): boolean {
  const [path = '/', query = ''] = target.split('?', 2);
  const request: RoutedRequest = { method: 'GET', path, query, header: () => undefined, cookie: () => undefined };
  return door.isShut(request, [{ upstream: { name: 'old' } }]);
}

describe('the form by which the gateway signs customers in', () => {
  it.each([
    '/bridge-login',
    '/bridge-login/',
    '/bridge-login/x',
    '/bridge-login?x=1',
    '/Bridge-Login',
    '/bridge-login;x',
  ])('is shut to browsers that ask for %s', (target) => {
    expect(isShut(doorOf('/bridge-login'), target)).toBe(true);
  });

  it.each(['/index.php?_route=bridge', '/index.php?x=1&_route=bridge', '/?_route=bridge', '/INDEX.php?_route=Bridge'])(
    'is shut at %s where the query tells pages apart',
    (target) => {
      expect(isShut(doorOf('/index.php?_route=bridge'), target)).toBe(true);
    },
  );

  it('is shut where it is told to be, also when it is asked for elsewhere', () => {
    const listener = 'listener: "http://10.0.0.1:8099"';
    expect(isShut(doorOf('/bridge-login', `deniedToBrowsers: true, ${listener}`), '/bridge-login')).toBe(true);
    expect(isShut(doorOf('/bridge-login', listener), '/bridge-login')).toBe(false);
  });

  it('leaves what is not the form open', () => {
    expect(isShut(doorOf('/bridge-login'), '/bridge-logins')).toBe(false);
    expect(isShut(doorOf('/bridge-login'), '/invoices')).toBe(false);
    expect(isShut(doorOf('/index.php?_route=bridge'), '/index.php?_route=invoices')).toBe(false);
    expect(isShut(doorOf('/index.php?_route=bridge'), '/index.php')).toBe(false);
  });
});
