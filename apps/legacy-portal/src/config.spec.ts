import { describe, expect, it } from '@jest/globals';
import { readServerConfig } from './config.ts';

const needed = { DATABASE_URL: 'postgres://localhost/legacy_portal', BACKOFFICE_URL: 'http://localhost:3095' };

describe('configuration', () => {
  it('names every bad variable at once, and no secret', () => {
    const read = (): unknown => readServerConfig({ PORT: 'x', BRIDGE_HEADER: 'yes', BRIDGE_SECRET: 'tooshort' });
    expect(read).toThrow(
      /PORT: .*DATABASE_URL: is not set.*BACKOFFICE_URL: is not set.*BRIDGE_HEADER: .*BRIDGE_SECRET: /,
    );
    expect(read).not.toThrow(/tooshort/);
  });

  it('wants to know whose signature to trust before it trusts a header', () => {
    expect(() => readServerConfig({ ...needed, BRIDGE_HEADER: 'on' })).toThrow(
      'bad configuration: JWKS_URL: is not set, but BRIDGE_HEADER=on needs it',
    );
  });

  it('trusts no header and no secret unless told to', () => {
    const config = readServerConfig(needed);
    expect(config).toMatchObject({ PORT: 3090, RENDER_DELAY_MS: 120, BRIDGE_HEADER: false });
    expect(config.BRIDGE_SECRET).toBeUndefined();
  });
});
