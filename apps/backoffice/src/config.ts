import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const logLevel = z.enum(['debug', 'info', 'warn', 'error']).default('info');
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' });

const serverSchema = z.object({
  PORT: port.default(3095),
  HOST: z.string().default('0.0.0.0'),
  LOG_LEVEL: logLevel,
  DATABASE_URL: databaseUrl,
  DB_POOL_MAX: z.coerce.number().int().positive().default(10),
  PROVISIONING_DELAY_MS: z.coerce.number().int().min(0).max(86_400_000).default(5_000),
  SIM_DELIVERY_MS: z.coerce.number().int().min(0).max(864_000_000).default(60_000),
  CUSTOMER_PASSWORD: z.string().min(8, 'must have at least 8 characters'),
});

const migrationSchema = z.object({
  LOG_LEVEL: logLevel,
  DATABASE_URL: databaseUrl,
  CUSTOMERS: z.coerce.number().int().min(0).max(100_000).default(1_000),
  CUSTOMERS_CSV: z.string().optional(),
  CUSTOMERS_CSV_SEPARATOR: z.string().optional(),
  CUSTOMERS_CSV_ENCODING: z.string().optional(),
  REFERENCE_DATE: z.iso.date('must be a date such as 2026-11-23').default(() => new Date().toISOString().slice(0, 10)),
});

export type ServerConfig = z.infer<typeof serverSchema>;
export type MigrationConfig = z.infer<typeof migrationSchema>;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export function readServerConfig(env: NodeJS.ProcessEnv = process.env): ServerConfig {
  return read(serverSchema, env);
}

export function readMigrationConfig(env: NodeJS.ProcessEnv = process.env): MigrationConfig {
  return read(migrationSchema, env);
}

function read<T>(schema: z.ZodType<T>, env: NodeJS.ProcessEnv): T {
  // An empty variable is how shells and charts say "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  const problems = result.error.issues.map(({ path, message }) => {
    const key = path.join('.');
    return `${key}: ${key in given ? message : 'is not set'}`;
  });
  throw new ConfigError(`bad configuration: ${problems.join('; ')}`);
}
