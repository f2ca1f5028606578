import { describe, expect, it } from '@jest/globals';
import { identityEnvironment, identitySettings } from '../test/support/identity-environment.ts';

const client = { client_id: 'x', client_secret: 'a'.repeat(16), redirect_uris: ['https://portal.example/callback'] };

const machine = { client_id: 'mediation', scope: 'usage:read', secret: 'a'.repeat(16) };
const machines = (change: object): string => JSON.stringify([{ ...machine, ...change }]);

describe('IdentitySettings', () => {
  it('reads the documented environment', () => {
    const settings = identitySettings();
    expect(settings.oidcClients.map(({ metadata, accounts }) => [metadata.client_id, accounts])).toEqual([
      ['gateway', 'customers'],
      ['console', 'operators'],
    ]);
    expect(settings.trustedProxies).toEqual([
      { network: '127.0.0.0', prefix: 8, family: 'ipv4' },
      { network: '::1', prefix: 128, family: 'ipv6' },
    ]);
  });

  it.each([
    ['OIDC_CLIENTS', 'not json'],
    ['OIDC_CLIENTS', '[]'],
    ['OIDC_CLIENTS', JSON.stringify([{ ...client, redirect_uris: [] }])],
    ['OIDC_CLIENTS', JSON.stringify([{ ...client, client_secret: 'short' }])],
    ['OIDC_CLIENTS', JSON.stringify([{ ...client, token_endpoint_auth_method: 'none' }])],
    ['OPERATORS', JSON.stringify([{ login: 'a', email: 'a@example.com', name: 'A' }])],
    ['OPERATORS', JSON.stringify([{ login: 'a', email: 'a@example.com', name: 'A', passwordHash: 'md5' }])],
    ['MACHINE_CLIENTS', machines({ secret: undefined })],
    ['MACHINE_CLIENTS', machines({ secret: 'short' })],
    ['MACHINE_CLIENTS', machines({ secretHash: '$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHQ$c29tZXRhZw' })],
    ['MACHINE_CLIENTS', machines({ secret: undefined, secretHash: 'sha256' })],
    ['MACHINE_CLIENTS', machines({ secret: undefined, jwks: { keys: [] } })],
    ['MACHINE_CLIENTS', machines({ secret: undefined, jwks: { keys: [{ kty: 'EC', d: 'private' }] } })],
    ['MACHINE_CLIENTS', machines({ scope: '' })],
    ['MACHINE_CLIENTS', machines({ scope: 'usage:read  tmf:hub' })],
    ['MACHINE_CLIENTS', machines({ client_id: 'Medi ation' })],
    ['MACHINE_CLIENTS', JSON.stringify([machine, machine])],
    ['IDENTITY_ENCRYPTION_KEYS', 'c2hvcnQ'],
    ['COOKIE_KEYS', 'short'],
    ['COOKIE_KEYS', ''],
    ['IDENTITY_ENCRYPTION_KEYS', ''],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'gateway'],
  ])('refuses %s = %s', (name, value) => {
    expect(() => identitySettings({ [name]: value })).toThrow(name);
  });

  it('has a default for whatever is not a secret or an address', () => {
    expect(Object.keys(identityEnvironment()).toSorted()).toEqual([
      'COOKIE_KEYS',
      'CRM_URL',
      'IDENTITY_ENCRYPTION_KEYS',
      'OIDC_CLIENTS',
      'OPERATORS',
      'PUBLIC_URL',
    ]);
  });
});
