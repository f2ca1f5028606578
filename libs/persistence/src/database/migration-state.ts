import { Inject, Injectable } from '@nestjs/common';
import type { DatabaseError } from 'pg';
import { migrationsTable } from './data-source.ts';
import { Database } from './database.ts';
import { migrationNames, persistenceOptionsToken, type PersistenceOptions } from '../persistence.options.ts';

const undefinedTable: DatabaseError['code'] = '42P01';

const isUndefinedTable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === undefinedTable;

/** Tells whether the schema is what this release was built for. */
@Injectable()
export class MigrationState {
  private upToDate = false;

  constructor(
    private readonly database: Database,
    @Inject(persistenceOptionsToken) private readonly options: PersistenceOptions,
  ) {}

  /** Names of the migrations that have not run, oldest first. A schema that was complete once stays so. */
  async pending(): Promise<string[]> {
    if (this.upToDate) return [];
    const ran = await this.ran();
    const pending = migrationNames(this.options).filter((name) => !ran.has(name));
    this.upToDate = pending.length === 0;
    return pending;
  }

  /** @throws Error naming the pending migrations, for the health check */
  async check(): Promise<void> {
    const pending = await this.pending();
    if (pending.length > 0) throw new Error(`The schema is behind by: ${pending.join(', ')}. Run migrate.`);
  }

  private async ran(): Promise<Set<string>> {
    try {
      const rows = await this.database.query<{ name: string }>({ text: `select name from ${migrationsTable}` });
      return new Set(rows.map((row) => row.name));
    } catch (error) {
      if (isUndefinedTable(error)) return new Set();
      throw error;
    }
  }
}
