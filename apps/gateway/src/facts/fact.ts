/**
 * What a fact comes to: its value in the one canonical form of its kind, nothing at all, or something that could not be
 * read as what it should be. An unreadable value equals nothing, not even another unreadable one.
 */
export type FactValue = string | null | { unreadable: string };

/** One thing shown on a page or in an answer (an invoice, say): fact name → value. */
export type Item = Readonly<Record<string, FactValue>>;

export function sameValue(a: FactValue, b: FactValue): boolean {
  return !isUnreadable(a) && a === b;
}

export function isUnreadable(value: FactValue): value is { unreadable: string } {
  return typeof value === 'object' && value !== null;
}
