import type { Database } from '@wellspring/persistence';

/** How far a copy has followed the feed of changes, and a rebuild of it: one row, shared by all replicas. */
export interface Position {
  readonly cursor: number;
  readonly latest: number | null;
  readonly asOf: Date | null;
  /** How far a rebuild has got; null when there is none. */
  readonly rebuildCursor: number | null;
  /** The shape it gives the records. */
  readonly rebuildShape: number | null;
  /** How many records it has written again since it last began at the start of the feed. */
  readonly rebuilt: number;
}

const columns = `
  cursor::float8, latest::float8, as_of as "asOf",
  rebuild_cursor::float8 as "rebuildCursor", rebuild_shape as "rebuildShape", rebuilt::float8`;

export class FeedPosition {
  constructor(
    private readonly model: string,
    private readonly database: Database,
  ) {}

  /** Where the copy is; at the start of the feed where it was never begun. */
  async read(): Promise<Position> {
    const text = `
      with begun as (insert into read_model (name) values ($1) on conflict do nothing returning *)
      select ${columns} from read_model where name = $1 union all select ${columns} from begun`;
    const [row] = await this.database.query<Position>({ name: 'read-model-position', text, values: [this.model] });
    if (row === undefined) throw new TypeError('a read model has a position');
    return row;
  }

  /**
   * Moves the cursor on, once everything up to there is stored. False when another replica has moved it meanwhile.
   * @param latest how far the feed goes, when the source tells
   */
  advance(from: number, to: number, latest: number | undefined): Promise<boolean> {
    return this.update(
      'read-model-advance',
      `update read_model set cursor = $3, latest = $4 where name = $1 and cursor = $2 returning name`,
      [from, to, latest ?? null],
    );
  }

  /** Records that at this time there was nothing behind the cursor. */
  async complete(asOf: Date): Promise<void> {
    await this.update(
      'read-model-complete',
      `update read_model set as_of = greatest(as_of, $2::timestamptz) where name = $1 returning name`,
      [asOf],
    );
  }

  /** A rebuild begins at the start of the feed, or does so again. */
  async beginRebuild(shape: number): Promise<void> {
    await this.update(
      'read-model-rebuild',
      `update read_model set rebuild_shape = $2, rebuild_cursor = 0, rebuilt = 0 where name = $1 returning name`,
      [shape],
    );
  }

  /** {@link advance} for a rebuild. */
  advanceRebuild(from: number, to: number, rebuilt: number): Promise<boolean> {
    return this.update(
      'read-model-advance-rebuild',
      `update read_model set rebuild_cursor = $3, rebuilt = rebuilt + $4
       where name = $1 and rebuild_cursor = $2 returning name`,
      [from, to, rebuilt],
    );
  }

  async endRebuild(): Promise<void> {
    await this.update(
      'read-model-rebuilt',
      `update read_model set rebuild_shape = null, rebuild_cursor = null where name = $1 returning name`,
      [],
    );
  }

  private async update(name: string, text: string, values: unknown[]): Promise<boolean> {
    const changed = await this.database.query({ name, text, values: [this.model, ...values] });
    return changed.length > 0;
  }
}
