import type { Unreadable } from '../../facts/unreadable.ts';

/**
 * Why a request that the old side answered was not compared:
 * `no_rule` nothing says what to compare · `not_sampled` left out by `samplePercent` · `parameter` the request lacks one
 * that the other side is asked with · `no_room`, `late` the shadow gave way · `too_long`, `cut_off` the answer was not
 * kept · `old_failed` the old side's answer was none to compare · `unreadable`, `charset`, `other_page` it could not be
 * read · `nothing_found` neither side had an item · `old_changed` the old side did not answer it twice · `failed` the
 * comparison itself broke.
 */
export type NotCompared =
  | 'no_rule'
  | 'not_sampled'
  | 'parameter'
  | 'no_room'
  | 'late'
  | 'too_long'
  | 'cut_off'
  | 'old_failed'
  | 'nothing_found'
  | 'old_changed'
  | 'failed'
  | Unreadable;
