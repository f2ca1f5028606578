import { z } from 'zod';

const logLevel = z.enum(['debug', 'info', 'warn', 'error']).default('info');
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' });
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });
const onOff = z.enum(['on', 'off'], 'must be on or off').transform((value) => value === 'on');
const durationMs = z.coerce.number().int().min(0);
const path = z.string().startsWith('/', 'must begin with /');

const serverSchema = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(3090),
    HOST: z.string().default('0.0.0.0'),
    LOG_LEVEL: logLevel,
    DATABASE_URL: databaseUrl,
    BACKOFFICE_URL: httpUrl,
    BACKOFFICE_TIMEOUT_MS: durationMs.default(10_000),
    RENDER_DELAY_MS: durationMs.default(120),
    COMPRESSION: onOff.default(true),
    SESSION_IDLE_MS: durationMs.default(1_800_000),
    SIGN_IN_PATH: path.default('/signin'),
    SIGN_OUT_PATH: path.default('/signout'),
    BRIDGE_HEADER: onOff.default(false),
    BRIDGE_ISSUER: z.string().default('wellspring-gateway'),
    JWKS_URL: httpUrl.optional(),
    BRIDGE_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  })
  .refine((config) => !config.BRIDGE_HEADER || config.JWKS_URL !== undefined, {
    path: ['JWKS_URL'],
    message: 'is not set, but BRIDGE_HEADER=on needs it',
  });

const migrationSchema = z.object({ LOG_LEVEL: logLevel, DATABASE_URL: databaseUrl });

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
  const problems = result.error.issues.map(({ path: at, message, code }) => {
    const key = at.join('.');
    return `${key}: ${key in given || code === 'custom' ? message : 'is not set'}`;
  });
  throw new ConfigError(`bad configuration: ${problems.join('; ')}`);
}
