import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import type { ListQuery } from './list-query.ts';
import { listStatement, type ListRow, oneStatement } from './list-statement.ts';
import type { Resource } from './resource.ts';

/** Where resources come from, as finished JSON text. `owner` limits them to what is that customer's; without it, all. */
export interface ResourceSource {
  list(resource: Resource, query: ListQuery, owner: string | undefined): Promise<ListRow>;
  /** `undefined` when there is no such resource, or it is somebody else's. */
  one(resource: Resource, id: string, owner: string | undefined): Promise<string | undefined>;
}

/** Reads resources from their tables. */
@Injectable()
export class ResourceReader implements ResourceSource {
  constructor(private readonly database: Database) {}

  async list(resource: Resource, query: ListQuery, owner: string | undefined): Promise<ListRow> {
    const [row] = await this.database.query<ListRow>(listStatement(resource, query, owner));
    if (!row) throw new TypeError('an aggregate gives one row');
    return row;
  }

  async one(resource: Resource, id: string, owner: string | undefined): Promise<string | undefined> {
    const statement = oneStatement(resource, id, owner);
    if (!statement) return undefined;
    const [row] = await this.database.query<{ document: string }>(statement);
    return row?.document;
  }
}
