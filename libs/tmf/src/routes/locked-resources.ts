import { Injectable } from '@nestjs/common';
import type { Caller } from '@wellspring/auth';
import { DataSource, type EntityManager } from 'typeorm';
import { oneStatement } from '../query/list-statement.ts';
import type { Document } from '../query/made-resources.ts';
import type { Resource } from '../query/resource.ts';
import { ownerFor } from './caller.ts';
import { assertMatches } from './etag.ts';
import { ResourceNotFoundError } from './resource-not-found.error.ts';
import type { ChangeContext } from './writes.ts';

/** A resource as it is stored, and the text it is stored as. */
interface Stored {
  readonly document: Document;
  readonly text: string;
}

interface Locking {
  readonly resource: Resource;
  readonly id: string;
  readonly caller: Caller;
  /** The client's `If-Match`. */
  readonly ifMatch: string | undefined;
}

/** Resources that are changed by one request at a time. */
@Injectable()
export class LockedResources {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in a transaction on the resource as it is; `read` reads it again.
   * @throws ResourceNotFoundError, PreconditionFailedError
   */
  run<T>(
    { resource, id, caller, ifMatch }: Locking,
    work: (context: ChangeContext, read: () => Promise<Stored>) => Promise<T>,
  ): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      const read = (): Promise<Stored> => this.read(manager, resource, id, caller);
      const { document, text } = await read();
      assertMatches(ifMatch, text);
      return work({ manager, caller, id, before: document }, read);
    });
  }

  private async read(manager: EntityManager, resource: Resource, id: string, caller: Caller): Promise<Stored> {
    const statement = oneStatement(resource, id, ownerFor(resource, caller));
    if (!statement) throw new ResourceNotFoundError(resource);
    const rows = await manager.query<{ document: string }[]>(`${statement.text} for update`, statement.values);
    const [row] = rows;
    if (!row) throw new ResourceNotFoundError(resource);
    // The service wrote it in the form it declares.
    return { text: row.document, document: JSON.parse(row.document) as Document };
  }
}
