import type { z } from 'zod';
import { ownedBy } from './access.ts';
import { text } from './attribute.ts';
import type { ListQuery } from './list-query.ts';
import type { ListRow } from './list-statement.ts';
import { meets } from './meets.ts';
import { defineResource, type Resource, type ResourceDeclaration } from './resource.ts';
import type { ResourceSource } from './resource-reader.ts';

/** A resource as JSON. */
export type Document = Readonly<Record<string, unknown>> & { readonly id: string };

type MadeDeclaration<D extends z.ZodObject> = Pick<ResourceDeclaration<D>, 'name' | 'type' | 'path' | 'document'>;

/** Declares a resource of {@link MadeResources}: there is no statement that would read it, so its columns have no meaning. */
export function defineMadeResource<D extends z.ZodObject>(declaration: MadeDeclaration<D>): Resource<D> {
  // What is made for one customer cannot be had for all of them.
  return defineResource({ ...declaration, table: 'made', key: text('id'), access: ownedBy('owner'), scopes: {} });
}

/**
 * Resources that are in no table but made when they are asked for: few for each owner, so that they are filtered and counted
 * here by the rules that hold for all. They keep the order they are made in.
 */
export abstract class MadeResources implements ResourceSource {
  /** All resources of a customer. */
  protected abstract of(owner: string): Promise<readonly Document[]>;

  async list(resource: Resource, query: ListQuery, owner: string | undefined): Promise<ListRow> {
    const documents = await this.ofOwner(owner);
    const found = documents.filter((document) => meets(document, query.filters, resource.filters));
    const page = found.slice(query.offset, query.offset + query.limit);
    return { body: JSON.stringify(page), count: page.length, total: found.length, remaining: null, last: [] };
  }

  async one(_resource: Resource, id: string, owner: string | undefined): Promise<string | undefined> {
    const document = (await this.ofOwner(owner)).find((candidate) => candidate.id === id);
    return document && JSON.stringify(document);
  }

  /** What is made for one customer cannot be listed for all of them. */
  private ofOwner(owner: string | undefined): Promise<readonly Document[]> {
    return owner === undefined ? Promise.resolve([]) : this.of(owner);
  }
}
