const buckets = 65_536;

/**
 * Counts what this replica sends for each browser, in a memory that does not grow: browsers that share a bucket make us
 * ask once more than needed.
 */
export class LocalRaises {
  private readonly counts = new Uint32Array(buckets);

  count(book: string): void {
    const at = bucketOf(book);
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }

  of(books: readonly string[]): number {
    return books.reduce((sum, book) => sum + (this.counts[bucketOf(book)] ?? 0), 0);
  }
}

/** FNV-1a, folded. */
function bucketOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return ((hash >>> 16) ^ hash) & (buckets - 1);
}
