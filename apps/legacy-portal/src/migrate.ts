import { Client } from 'pg';
import { ConfigError, readMigrationConfig } from './config.ts';
import { createLog } from './log.ts';
import { upgradeSchema } from './schema.ts';

try {
  const config = readMigrationConfig();
  const client = new Client({ connectionString: config.DATABASE_URL });
  await client.connect();
  try {
    await upgradeSchema(client);
  } finally {
    await client.end();
  }
  createLog(config.LOG_LEVEL)('info', 'schema up to date');
} catch (error) {
  process.stderr.write(`legacy-portal: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 78 : 1;
}
