import { describe, expect, it } from '@jest/globals';
import { readMigrationConfig, readServerConfig } from './config.ts';

const databaseUrl = 'postgres://localhost/backoffice';

describe('configuration', () => {
  it('names every bad variable at once, and no value', () => {
    const read = (): unknown => readServerConfig({ PORT: '70000', CUSTOMER_PASSWORD: 'short' });
    expect(read).toThrow(/PORT: .*DATABASE_URL: is not set.*CUSTOMER_PASSWORD: must have at least 8 characters/);
    expect(read).not.toThrow(/short/);
  });

  it('takes an empty variable as not set', () => {
    const config = readMigrationConfig({
      DATABASE_URL: databaseUrl,
      CUSTOMERS: '',
      CUSTOMERS_CSV: '',
      REFERENCE_DATE: '',
    });
    expect(config).toMatchObject({ CUSTOMERS: 1000 });
    expect(config.CUSTOMERS_CSV).toBeUndefined();
  });

  it('refuses a day that does not exist', () => {
    expect(() => readMigrationConfig({ DATABASE_URL: databaseUrl, REFERENCE_DATE: '2026-02-30' })).toThrow(
      /REFERENCE_DATE/,
    );
  });
});
