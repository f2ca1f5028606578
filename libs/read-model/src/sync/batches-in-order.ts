/** A stretch of the feed that is being stored. */
interface Batch {
  stored: Promise<void>;
  confirm: () => Promise<boolean>;
}

/**
 * Batches that are stored side by side, so many at a time, and confirmed in the order they came: whatever breaks off,
 * everything before the last confirmed one is there.
 */
export class BatchesInOrder {
  private readonly underway: Batch[] = [];
  private overtaken = false;

  constructor(private readonly atATime: number) {}

  /** Waits until there is room for another. False when somebody else is ahead, and there is no point in going on. */
  async add(batch: Batch): Promise<boolean> {
    // Told when its turn comes; until then nobody listens, which must not end the process.
    batch.stored.catch(() => undefined);
    this.underway.push(batch);
    while (this.underway.length >= this.atATime) await this.confirmOldest();
    return !this.overtaken;
  }

  /** Waits for all there are; gives what {@link add} would. Rejects with what the first of them failed with. */
  async end(): Promise<boolean> {
    try {
      while (this.underway.length > 0) await this.confirmOldest();
    } finally {
      await Promise.allSettled(this.underway.map(({ stored }) => stored));
    }
    return !this.overtaken;
  }

  private async confirmOldest(): Promise<void> {
    const batch = this.underway.shift();
    await batch?.stored;
    if (!this.overtaken && batch !== undefined) this.overtaken = !(await batch.confirm());
  }
}
