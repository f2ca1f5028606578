import type { Database } from '@wellspring/persistence';

const asOf = `
  select (select as_of from read_model where name = $1) as all,
    (select as_of from read_model_owner where model = $1 and owner = $2) as own`;

/**
 * Knows how recent the copy is. That of all records is remembered, so that while the sync keeps up a read asks nobody; a
 * replica that does not run the sync itself looks it up when its memory gets old.
 */
export class CopyClock {
  private completeAt: Date | undefined;

  constructor(
    private readonly model: string,
    private readonly database: Database,
  ) {}

  /** What is remembered: the copy of all records was complete at least until then. */
  remembered(): Date | undefined {
    return this.completeAt;
  }

  remember(completeAt: Date): void {
    this.completeAt = later(this.completeAt, completeAt);
  }

  /** How recent this owner's records are; `undefined` when nothing is known of them. */
  async lookUp(owner: string | undefined): Promise<Date | undefined> {
    const [row] = await this.database.query<{ all: Date | null; own: Date | null }>({
      name: 'read-model-as-of',
      text: asOf,
      values: [this.model, owner ?? null],
    });
    if (row?.all) this.remember(row.all);
    return later(row?.all ?? undefined, row?.own ?? undefined);
  }
}

export function later(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (!one || !other) return one ?? other;
  return one > other ? one : other;
}
