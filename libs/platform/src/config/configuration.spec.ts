import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Configuration } from './configuration.ts';
import { ConfigurationError } from './configuration.error.ts';
import { json } from './json.ts';
import { secret } from './secret.ts';
import { settings } from './settings.ts';

class EngineSettings extends settings({
  billingEngineUrl: z.url(),
  syncIntervalMs: z.coerce.number().int().positive().default(60_000),
}) {}

class KeySettings extends settings({
  providerKey: secret(z.string().min(16)),
  databaseUrl: secret(z.url()).optional(),
  clients: secret(json(z.array(z.object({ id: z.string(), secret: z.string() })))).optional(),
}) {}

const good = { BILLING_ENGINE_URL: 'http://localhost:3095', PROVIDER_KEY: 'sk_live_0123456789abcdef' };

function failure(environment: Record<string, string>): ConfigurationError {
  try {
    Configuration.load([EngineSettings, KeySettings], environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error('Expected a ConfigurationError');
}

describe('Configuration', () => {
  it('reads each key from its variable, with defaults', () => {
    const configuration = Configuration.load([EngineSettings], { ...good, SYNC_INTERVAL_MS: '250' });

    expect(configuration.get(EngineSettings)).toEqual({
      billingEngineUrl: 'http://localhost:3095',
      syncIntervalMs: 250,
    });
  });

  it('names every bad variable of every class in one line', () => {
    const { message } = failure({ SYNC_INTERVAL_MS: 'soon', PROVIDER_KEY: '' });

    expect(message).toContain('BILLING_ENGINE_URL is missing');
    expect(message).toContain('SYNC_INTERVAL_MS is not valid');
    expect(message).toContain('PROVIDER_KEY is missing');
    expect(message).not.toContain('\n');
  });

  it('does not quote the value of a bad secret', () => {
    expect(failure({ ...good, PROVIDER_KEY: 'tooshort' }).message).not.toContain('tooshort');
    expect(failure({ ...good, CLIENTS: '{"a": hunter2' }).message).toContain('CLIENTS is not valid');
  });

  it('is frozen all the way down', () => {
    const clients = JSON.stringify([{ id: 'gateway', secret: 'a-very-long-secret' }]);
    const keys = Configuration.load([KeySettings], { ...good, CLIENTS: clients }).get(KeySettings);

    expect(() => Object.assign(keys, { providerKey: 'other' })).toThrow(TypeError);
    expect(() => Object.assign(keys.clients?.[0] ?? {}, { secret: 'other' })).toThrow(TypeError);
  });

  it('shows secrets redacted and tells two configurations apart by hash', () => {
    const first = Configuration.load([EngineSettings, KeySettings], good);
    const second = Configuration.load([EngineSettings, KeySettings], {
      ...good,
      PROVIDER_KEY: 'sk_live_fedcba9876543210',
    });

    expect(first.redacted()).toMatchObject({ PROVIDER_KEY: '[redacted]', SYNC_INTERVAL_MS: 60_000 });
    expect(first.hash()).not.toBe(second.hash());
    expect(first.hash()).toBe(Configuration.load([KeySettings, EngineSettings], good).hash());
  });

  it.each([
    ['described', secret(z.string()).describe('signs tokens')],
    ['refined', secret(z.string()).min(8)],
    ['optional and described', secret(z.string()).optional().describe('signs tokens')],
    ['defaulted', secret(z.string()).default('a-default-secret').describe('signs tokens')],
    ['transformed', secret(z.string()).transform((text) => text.trim())],
    ['parsed', secret(json(z.object({ d: z.string() }))).describe('signs tokens')],
  ])('keeps a secret that is %s a secret', (_how, signingKey) => {
    class Signing extends settings({ signingKey }) {}
    const configuration = Configuration.load([Signing], { SIGNING_KEY: '{"d":"0123456789abcdef"}' });

    expect(configuration.redacted()).toEqual({ SIGNING_KEY: '[redacted]' });
    expect(configuration.secrets().join()).toContain('0123456789abcdef');
  });

  it('knows the secret texts inside URLs and structures, and only those', () => {
    const configuration = Configuration.load([KeySettings], {
      ...good,
      DATABASE_URL: 'postgres://billing:p%40ssw0rd!@db:5432/billing',
      CLIENTS: JSON.stringify([{ id: 'gateway-client', secret: 'a-very-long-secret' }]),
    });

    expect(configuration.secrets()).toEqual(
      expect.arrayContaining([good.PROVIDER_KEY, 'p@ssw0rd!', 'a-very-long-secret']),
    );
    expect(configuration.secrets()).not.toContain('gateway-client');
  });

  it('refuses to hand out settings the service did not declare', () => {
    expect(() => Configuration.load([], {}).get(EngineSettings)).toThrow('EngineSettings is not among the settings');
  });
});
