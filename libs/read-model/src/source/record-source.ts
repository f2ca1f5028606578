import { z } from 'zod';
import { saysItFailed, saysThereIsMore } from './believable-answer.ts';

/** A stretch of the feed of changes, as the source sent it. */
export interface FeedPage {
  readonly items: readonly unknown[];
  /** Where to go on from; what was asked with when there is nothing more. */
  readonly next: number;
  /** How far the feed goes by now, when the source tells. */
  readonly latest?: number | undefined;
}

/**
 * The background system that owns the records. Methods throw `DependencyError` when it does not answer properly. Items are
 * given as they came: they are read and believed, or not, one by one.
 */
export interface RecordSource {
  /** The next records that changed after `cursor`, over all owners, in the order of their versions. */
  changes(cursor: number, limit: number): Promise<FeedPage>;
  /** All records of one owner. Without it, reads never ask the source. */
  ofOwner?(owner: string): Promise<readonly unknown[]>;
}

/** Most items one answer may have. */
const mostItems = 10_000;

const failed = { message: 'it says itself that it failed' };

/** Form of a {@link FeedPage}: one that has items and does not advance would be followed for ever. */
export function feedPageSchema(cursor: number): z.ZodType<FeedPage> {
  return z
    .looseObject({
      items: z.array(z.unknown()).max(mostItems),
      next: z.number().int().nonnegative(),
      latest: z.number().int().nonnegative().optional(),
    })
    .refine(({ items, next }) => (items.length === 0 ? next >= cursor : next > cursor), {
      message: 'the feed does not advance',
    })
    .refine((page) => !saysItFailed(page), failed);
}

/** Form of an answer that lists the records of one owner. */
export const itemsSchema = z
  .looseObject({ items: z.array(z.unknown()).max(mostItems) })
  .refine((answer) => !saysItFailed(answer), failed)
  .refine((answer) => !saysThereIsMore(answer, answer.items.length), { message: 'it says itself that there is more' });
