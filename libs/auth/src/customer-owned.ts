import type { Customer } from './caller.ts';
import { assertOwned } from './ownership.ts';

/** What is read through {@link CustomerOwned}: a TypeORM `Repository`, or anything that finds like one. */
export interface OwnedSource<Entity, Many, One> {
  find(options?: Many): Promise<Entity[]>;
  findOne(options: One): Promise<Entity | null>;
  count(options?: Many): Promise<number>;
}

/** Entities that are somebody's. */
export interface Owned {
  customerId: string;
}

/** Options of a finder: conditions in `where`, one set or several of which one must hold. */
export interface OwnedFindOptions {
  where?: unknown;
}

/**
 * Reading of entities that belong to customers. There is no way to find anything without saying whose it is, and what
 * comes back is checked once more. Give features this instead of the repository:
 *
 * ```ts
 * this.bills = new CustomerOwned(repository);
 * const bill = await this.bills.of(customer).findOne({ where: { id } });
 * ```
 */
export class CustomerOwned<Entity extends Owned, Many extends OwnedFindOptions, One extends OwnedFindOptions> {
  constructor(private readonly source: OwnedSource<Entity, Many, One>) {}

  of(customer: Customer): OwnedSource<Entity, Many, One> {
    // The result is what came in with another condition, which the type system cannot follow through the spread.
    const scoped = <O extends OwnedFindOptions>(options?: O): O =>
      ({ ...options, where: withOwner(options?.where, customer.id) }) as O;
    return {
      find: async (options) => [...assertOwned(customer, await this.source.find(scoped(options)), ownerOf)],
      findOne: async (options) => {
        const found = await this.source.findOne(scoped(options));
        if (found !== null) assertOwned(customer, [found], ownerOf);
        return found;
      },
      count: (options) => this.source.count(scoped(options)),
    };
  }
}

const ownerOf = (entity: Owned): string => entity.customerId;

/** Every alternative gets the owner: one without would let everything through. The owner comes last, so it wins. */
function withOwner(where: unknown, customerId: string): unknown {
  if (Array.isArray(where) && where.length > 0)
    return where.map((alternative: unknown) => withOwner(alternative, customerId));
  return typeof where === 'object' && !Array.isArray(where) ? { ...where, customerId } : { customerId };
}
