import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { EpochBook, Hold } from './epoch-book.ts';

/** How long the others may rely on a replica that has said that it stays. */
const leaseMs = 4_000;
/**
 * One that was never in the book is unknown to the others: it holds back what it has to write for longer than they use an
 * answer. After that the database is taken to be away for all.
 */
const unknownMs = 35_000;

/**
 * This replica's place in the book. The others use what the book says as long as everybody in it has said lately that they
 * stay. One who cannot say so any more knows by when nobody relies on them, and may then act without writing it down; it
 * comes back under another name, by which the others see that something may have happened in between.
 */
export class Membership {
  private name: string | undefined;
  private readonly earlier: string[] = [];
  /** The shared clock when this replica was last heard. */
  private heardAt = 0;
  /** By our own clock. */
  private reliedOnUntil: number;
  private joining: Promise<void> | undefined;

  constructor(
    private readonly book: EpochBook,
    private readonly clock: Clock,
    private readonly holds: () => Hold[],
  ) {
    this.reliedOnUntil = clock.now() + unknownMs;
  }

  /** Name under which to write. */
  get replica(): string {
    return this.name ?? '';
  }

  /** Whether nobody relies on this replica to write down what it does. */
  get isOut(): boolean {
    return this.clock.now() >= this.reliedOnUntil;
  }

  /** Settles once it is clear whether an attempt to join that is under way has worked. */
  get settled(): Promise<void> | undefined {
    return this.joining;
  }

  /** To be called every second. */
  async beat(): Promise<void> {
    if (this.joining !== undefined) return;
    if (this.name === undefined || this.isOut) {
      await this.join();
      return;
    }
    try {
      // Counted from when it was last heard: a call that is carried out late promises nothing new.
      this.heard(await this.book.stay(this.name, this.heardAt + leaseMs));
    } catch {
      // The next one may work, or nobody relies on this replica any more.
    }
  }

  /** Enters the book, or enters it anew. Never rejects. */
  join(): Promise<void> {
    this.joining ??= this.enter().finally(() => {
      this.joining = undefined;
    });
    return this.joining;
  }

  async leave(): Promise<void> {
    if (this.name !== undefined) await this.book.leave(this.name);
  }

  private async enter(): Promise<void> {
    const name = randomUUID();
    if (this.name !== undefined) this.earlier.push(this.name);
    this.name = undefined;
    const earlier = [...this.earlier];
    // One that fails may have been done all the same, and is cleared away by the next.
    this.earlier.push(name);
    try {
      const now = await this.book.join(name, earlier, this.holds());
      this.earlier.splice(0, this.earlier.length);
      this.name = name;
      this.heard(now);
      this.heard(await this.book.stay(name, this.heardAt + leaseMs));
    } catch {
      // Tried again with the next beat.
    }
  }

  private heard(now: number): void {
    this.heardAt = now;
    this.reliedOnUntil = this.clock.now() + leaseMs;
  }
}
