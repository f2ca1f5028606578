import type { EcsLogging } from './ecs-logging.ts';
import type { LogFields } from './log-fields.ts';

/**
 * The log of a service, injectable anywhere. Messages are static texts; what varies goes into fields: ECS names
 * (`event.action`, `http.response.status_code` …) stay at the top level, all others are flattened under `labels`.
 * Trace id and customer id are added by themselves; sensitive names and values are redacted.
 */
export class Logger {
  constructor(
    private readonly logging: EcsLogging,
    private readonly bound: LogFields = {},
  ) {}

  debug(message: string, fields?: LogFields): void {
    this.logging.write('debug', message, this.with(fields));
  }

  info(message: string, fields?: LogFields): void {
    this.logging.write('info', message, this.with(fields));
  }

  warn(message: string, fields?: LogFields): void {
    this.logging.write('warn', message, this.with(fields));
  }

  error(message: string, error?: unknown, fields?: LogFields): void {
    this.logging.write('error', message, this.with(fields), error);
  }

  /** The last line of a process that cannot go on: it is out before this returns. */
  fatal(message: string, error?: unknown, fields?: LogFields): void {
    this.logging.write('fatal', message, this.with(fields), error);
  }

  /** For secrets that are no settings, such as those a file refers to: they are cut out of every line from now on. */
  keepSecret(secrets: readonly string[]): void {
    this.logging.keepSecret(secrets);
  }

  /** A logger that adds `fields` to each of its lines. */
  child(fields: LogFields): Logger {
    return new Logger(this.logging, { ...this.bound, ...fields });
  }

  private with(fields: LogFields | undefined): LogFields {
    return fields === undefined ? this.bound : { ...this.bound, ...fields };
  }
}
