import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import type { ListQuery } from './list-query.ts';
import { listStatement, type ListRow, oneStatement } from './list-statement.ts';
import type { Resource } from './resource.ts';

/** Reads resources of one owner, as finished JSON text. */
@Injectable()
export class ResourceReader {
  constructor(private readonly database: Database) {}

  async list(resource: Resource, query: ListQuery, owner: string): Promise<ListRow> {
    const [row] = await this.database.query<ListRow>(listStatement(resource, query, owner));
    if (!row) throw new TypeError('an aggregate gives one row');
    return row;
  }

  /** `undefined` when there is no such resource, or it is somebody else's. */
  async one(resource: Resource, id: string, owner: string): Promise<string | undefined> {
    const statement = oneStatement(resource, id, owner);
    if (!statement) return undefined;
    const [row] = await this.database.query<{ document: string }>(statement);
    return row?.document;
  }
}
