import { Injectable } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import pg from 'pg';
import { leavesConnectionUsable, toDatabaseError } from './database.errors.ts';
import { DatabaseMetrics } from './database.metrics.ts';
import { DatabaseSettings } from './database.settings.ts';
import { instrumentPool } from './instrument-pool.ts';
import { type Statement, statementShape, statementVerb } from './statement.ts';

/** How much longer than the server the client waits: its deadline is for a server that no longer answers at all. */
const CLIENT_GRACE_MS = 1_000;
const NANOSECONDS = 1e9;

/**
 * The one connection pool of a process. TypeORM, the outbox and the job queue draw from it, so that its size, metrics
 * and deadlines hold for all of them. It opens no connection before the first statement, and survives a restart of the
 * database: a broken connection leaves the pool and the next statement opens another.
 */
@Injectable()
export class Database {
  readonly pool: pg.Pool;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly settings: DatabaseSettings,
    private readonly metrics: DatabaseMetrics,
    private readonly logger: Logger,
    applicationName: string,
  ) {
    this.pool = new pg.Pool({
      connectionString: settings.databaseUrl,
      application_name: applicationName,
      max: settings.dbPoolMax,
      connectionTimeoutMillis: settings.dbAcquireTimeoutMs,
      idleTimeoutMillis: settings.dbIdleTimeoutMs,
      statement_timeout: settings.dbStatementTimeoutMs,
      query_timeout: settings.dbStatementTimeoutMs + CLIENT_GRACE_MS,
      keepAlive: true,
    });
    instrumentPool(this.pool, {
      acquired: (seconds, error) => {
        this.metrics.acquire.observe({ outcome: error === undefined ? 'ok' : 'error' }, seconds);
        if (error !== undefined) this.metrics.connectionErrors.inc();
      },
      executed: (statement, seconds, error) => {
        this.executed(statement, seconds, error);
      },
      broken: (error) => {
        this.metrics.connectionErrors.inc();
        this.logger.warn('database connection broke', {
          'error.message': error instanceof Error ? error.message : 'unknown',
        });
      },
    });
    metrics.watch(this.pool);
  }

  /**
   * Runs one statement on its own connection and gives its rows. With a `name` PostgreSQL parses and plans it once per
   * connection: the way for a read that is asked for thousands of times a second. The caller vouches for the shape of
   * `Row`.
   *
   * @throws DatabaseUnavailableError when there is no connection in time or it breaks
   * @throws DatabaseTimeoutError when the statement exceeds its deadline
   */
  async query<Row extends object>(statement: Statement): Promise<Row[]> {
    const { rows } = await this.run<Row>(statement);
    return rows;
  }

  /** Runs a text that may hold several statements, and gives the rows of all of them. For the job queue's own SQL. */
  async execute(text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
    const result: { rows: unknown[] } | { rows: unknown[] }[] = await this.run(
      values.length === 0 ? { text } : { text, values },
    );
    return Array.isArray(result) ? { rows: result.flatMap(({ rows }: { rows: unknown[] }) => rows) } : result;
  }

  /** Resolves when the database answers; used by readiness and start-up. */
  async ping(): Promise<void> {
    await this.query({ name: 'ping', text: 'select 1' });
  }

  /** Closes idle connections at once, lent ones when they come back. Safe to call twice. */
  close(): Promise<void> {
    this.closing ??= this.pool.ending ? Promise.resolve() : this.pool.end();
    return this.closing;
  }

  private async run<Row extends object>(statement: Statement): Promise<pg.QueryResult<Row>> {
    const client = await this.pool.connect();
    try {
      const result = await client.query<Row>(statement);
      client.release();
      return result;
    } catch (error) {
      client.release(!leavesConnectionUsable(error));
      throw toDatabaseError(error);
    }
  }

  private executed(statement: { name?: string; text: string }, seconds: number, error: unknown): void {
    const label = statement.name ?? statementVerb(statement.text);
    this.metrics.statements.observe({ statement: label, outcome: error === undefined ? 'ok' : 'error' }, seconds);
    if (seconds * 1_000 < this.settings.dbSlowQueryMs) return;
    this.metrics.slow.inc();
    this.logger.warn('slow statement', {
      'event.duration': Math.round(seconds * NANOSECONDS),
      statement: statement.name ?? statementShape(statement.text),
    });
  }
}
