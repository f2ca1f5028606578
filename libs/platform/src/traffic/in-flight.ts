/** What can be in flight: it holds its own place in the list. */
export interface Trackable {
  /** Kept by {@link InFlight}; negative while it is not in one. */
  slot: number;
}

/**
 * What is under way at this moment, in no order. A list out of which each takes itself by its place, instead of a Set:
 * that makes itself a new table every few hundred additions, and as V8 keeps whatever an old table leads to until the next
 * full collection, a busy service would carry thousands of requests that are long over.
 */
export class InFlight<T extends Trackable> implements Iterable<T> {
  private readonly items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  add(item: T): void {
    item.slot = this.items.push(item) - 1;
  }

  /** Does nothing when it is not in it. */
  delete(item: T): void {
    const { slot } = item;
    if (this.items[slot] !== item) return;
    const last = this.items.pop();
    item.slot = -1;
    if (last === undefined || last === item) return;
    this.items[slot] = last;
    last.slot = slot;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.items.values();
  }
}
