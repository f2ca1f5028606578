import { ConfigError, readMigrationConfig } from './config.ts';
import { ImportError } from './import/import.ts';
import { createLog } from './log.ts';
import { prepareDatabase } from './prepare.ts';

try {
  const config = readMigrationConfig();
  await prepareDatabase(config, createLog(config.LOG_LEVEL));
} catch (error) {
  process.stderr.write(`backoffice: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 78 : error instanceof ImportError ? 65 : 1;
}
