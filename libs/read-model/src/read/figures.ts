import type { Position } from '../sync/feed-position.ts';

/** How a copy is doing, for those on call. */
export interface ReadModelFigures {
  readonly name: string;
  /** When it was last known to be complete; null while it is made for the first time. */
  readonly asOf: Date | null;
  readonly ageSeconds: number | null;
  readonly cursor: number;
  readonly latest: number | null;
  /** How much of the feed is copied, 0 to 1; null when the source does not tell how far it goes. */
  readonly progress: number | null;
  /** Records that cannot be believed. */
  readonly quarantined: number;
  readonly shape: number;
  /** How far the records are written again in that shape; null when all are. */
  readonly rebuild: { readonly shape: number; readonly cursor: number; readonly rebuilt: number } | null;
}

export function figuresOf(
  { name, shape }: { name: string; shape: number },
  { asOf, cursor, latest, rebuildCursor, rebuildShape, rebuilt }: Position,
  quarantined: number,
): ReadModelFigures {
  return {
    name,
    asOf,
    ageSeconds: asOf && (Date.now() - asOf.getTime()) / 1_000,
    cursor,
    latest,
    progress: latest === null ? null : Math.min(1, latest === 0 ? 1 : cursor / latest),
    quarantined,
    shape,
    rebuild:
      rebuildCursor === null || rebuildShape === null ? null : { shape: rebuildShape, cursor: rebuildCursor, rebuilt },
  };
}

/**
 * What a health check tells of them. An old copy makes a service worse, not useless.
 * @throws Error that says what is wrong with the copy
 */
export function healthOf(figures: ReadModelFigures, plural: string, freshForMs: number): Record<string, unknown> {
  const { asOf, ageSeconds, cursor, latest, progress } = figures;
  if (asOf === null || ageSeconds === null) {
    const done = `change ${cursor}`;
    const far = progress === null ? done : `${Math.floor(progress * 100)} % (${done} of ${latest ?? cursor})`;
    throw new Error(`the first copy of the ${plural} is being made: ${far}`);
  }
  const age = Math.round(ageSeconds);
  if (ageSeconds * 1_000 > freshForMs) throw new Error(`the ${plural} were last copied ${age} s ago`);
  return { cursor, ageSeconds: age };
}
