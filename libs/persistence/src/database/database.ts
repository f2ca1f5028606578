import { Injectable } from '@nestjs/common';
import { Logger, messageOf, RequestContext } from '@wellspring/platform';
import pg from 'pg';
import { DatabaseUnavailableError, leavesConnectionUsable, toDatabaseError } from './database.errors.ts';
import { DatabaseMetrics } from './database.metrics.ts';
import { DatabaseSettings } from './database.settings.ts';
import { type ExecutedStatement, instrumentPool, type PoolObserver } from './instrument-pool.ts';
import { type Statement, statementShape, statementVerb } from './statement.ts';
import { StatementDeadlines } from './statement-deadlines.ts';

/** How much longer than the server the client waits: its deadline is for a server that no longer answers at all. */
const clientGraceMs = 1_000;
const nanosecondsPerSecond = 1e9;

/**
 * The one connection pool of a process. TypeORM, the outbox and the job queue draw from it, so that its size, metrics
 * and deadlines hold for all of them. It opens no connection before the first statement, and survives a restart of the
 * database: a broken connection leaves the pool and the next statement opens another.
 */
@Injectable()
export class Database {
  readonly pool: pg.Pool;
  private readonly deadlines: StatementDeadlines;
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
      keepAlive: true,
    });
    this.deadlines = new StatementDeadlines(settings.dbStatementTimeoutMs + clientGraceMs);
    const observer: PoolObserver = {
      acquired: (seconds, error) => {
        this.metrics.acquire.observe({ outcome: error === undefined ? 'ok' : 'error' }, seconds);
        if (error === undefined) return;
        this.metrics.connectionErrors.inc();
        this.metrics.failed(error);
      },
      executed: (statement) => {
        this.executed(statement);
      },
      broken: (error) => {
        this.metrics.connectionErrors.inc();
        this.metrics.failed(error);
        this.logger.warn('database connection broke', {
          'error.message': messageOf(error),
        });
      },
    };
    instrumentPool(this.pool, observer, this.deadlines);
    metrics.watch(this.pool, this.deadlines);
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

  /** Resolves when the database answers; used by health checks and start-up. */
  async ping(): Promise<void> {
    await this.query({ name: 'ping', text: 'select 1' });
  }

  /** Closes idle connections at once, lent ones when they come back. Safe to call twice. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    if (!this.pool.ending) await this.pool.end();
    this.deadlines.stop();
  }

  /** In pg's style of callbacks: with promises, V8 carries what a busy pool has answered along to its next full collection. */
  private run<Row extends object>(statement: Statement): Promise<pg.QueryResult<Row>> {
    // The pool calls back from wherever the connection became free.
    const context = RequestContext.current();
    return new Promise((resolve, reject) => {
      this.pool.connect((unavailable, client, release) => {
        if (client === undefined) {
          reject(unavailable ?? new DatabaseUnavailableError(undefined));
          return;
        }
        inContext(context, () => {
          client.query<Row>(statement, (error: unknown, result) => {
            release(error != null && !leavesConnectionUsable(error));
            if (error == null) resolve(result);
            else reject(toDatabaseError(error));
          });
        });
      });
    });
  }

  private executed({ name, text, seconds, error, context }: ExecutedStatement): void {
    const statement = name ?? statementVerb(text);
    this.metrics.statements.observe({ statement, outcome: error === undefined ? 'ok' : 'error' }, seconds);
    if (error !== undefined) this.metrics.failed(error);
    if (seconds * 1_000 < this.settings.dbSlowQueryMs) return;
    this.metrics.slow.inc();
    inContext(context, () => {
      this.logger.warn('slow statement', {
        'event.duration': Math.round(seconds * nanosecondsPerSecond),
        statement: name ?? statementShape(text),
      });
    });
  }
}

function inContext(context: RequestContext | undefined, work: () => void): void {
  if (context === undefined) work();
  else RequestContext.run(context, work);
}
