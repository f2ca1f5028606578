import type { NotCompared } from '@wellspring/contract-gateway';
import { formatCount } from '../format/format.ts';

/** Why requests were not compared, as the operations API names it, in words. */
const words: Readonly<Record<string, string>> = {
  no_rule: 'the file has no rule for them',
  not_sampled: 'left out by the sampling',
  parameter: 'a parameter that the new side is asked with was missing',
  no_room: 'no room beside the customers’ own requests',
  late: 'the new side answered too late',
  too_long: 'the answer was too long',
  cut_off: 'the answer was cut off',
  old_failed: 'the old side failed',
  unreadable: 'the answer could not be read',
  charset: 'the charset is not known',
  other_page: 'it was another page than the rule is for',
  nothing_found: 'neither side had anything to compare',
  old_changed: 'the old side changed its own answer meanwhile',
  failed: 'the comparison itself failed',
} satisfies Record<NotCompared, string>;

/** A line for each reason, the most frequent first. */
export function notComparedLines(counts: readonly { reason: string; requests: number }[]): string[] {
  return counts
    .filter(({ requests }) => requests > 0)
    .toSorted((a, b) => b.requests - a.requests)
    .map(({ reason, requests }) => `${formatCount(requests)}: ${words[reason] ?? reason}`);
}
