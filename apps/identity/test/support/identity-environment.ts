import { Configuration } from '@wellspring/platform';
import { randomBytes } from 'node:crypto';
import { IdentitySettings } from '../../src/config.ts';

export const publicUrl = 'https://portal.test';
export const redirectUri = `${publicUrl}/sign-in/callback`;
export const consoleUrl = 'https://console.test';
export const consoleRedirectUri = `${consoleUrl}/sign-in/callback`;
export const operator = {
  login: 'olga',
  email: 'olga@example.com',
  name: 'Olga Operator',
  password: 'operator-pass-1',
};
export const gatewaySecret = 'gateway-secret-0123456789';
export const consoleSecret = 'console-secret-0123456789';

const cookieKey = randomBytes(32).toString('base64url');
const encryptionKey = randomBytes(32).toString('base64url');

/** What identity needs to run, the same for every replica of this test process. */
export function identityEnvironment(overrides: Record<string, string> = {}): Record<string, string> {
  return {
    PUBLIC_URL: publicUrl,
    CRM_URL: 'http://127.0.0.1:9/crm',
    COOKIE_KEYS: cookieKey,
    IDENTITY_ENCRYPTION_KEYS: encryptionKey,
    OPERATORS: JSON.stringify([operator]),
    OIDC_CLIENTS: JSON.stringify([
      {
        client_id: 'gateway',
        client_secret: gatewaySecret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [`${publicUrl}/`],
      },
      {
        client_id: 'console',
        client_secret: consoleSecret,
        redirect_uris: [consoleRedirectUri],
        post_logout_redirect_uris: [`${consoleUrl}/`],
      },
    ]),
    ...overrides,
  };
}

export function identitySettings(overrides: Record<string, string> = {}): IdentitySettings {
  return Configuration.load([IdentitySettings], identityEnvironment(overrides)).get(IdentitySettings);
}
