import type { Clock } from './clock.ts';
import type { EpochBook, Hold, Reading } from './epoch-book.ts';
import { LocalRaises } from './local-raises.ts';
import { Membership } from './membership.ts';
import type { SharedStanding, Standing } from './standing.ts';

/** A request that was sent may take effect for this long after nobody waits for its answer any more. */
export const lingerMs = 90_000;
const retryMs = 100;

/** What is under way for one browser at this replica. */
interface Held {
  waiting: number;
  /** Whether anything was really sent since nothing was under way. */
  sent: boolean;
  lingersUntil: number;
  /** The last thing written about it: one after the other. */
  tail: Promise<void>;
}

/** One request of a bound browser to the old side. Ended by exactly one of `answered` and `unanswered`. */
export interface OldRequest {
  /** It may be sent once this has settled. */
  readonly written: Promise<void>;
  /** The head of its answer has arrived. */
  answered(): void;
  /** It never will. @param sent whether any of it may have reached the old side */
  unanswered(sent: boolean): void;
}

/**
 * Raises a browser's epoch before each request to the old side and when the head of its answer arrives, in a book that all
 * replicas read. One that cannot write holds its requests back until nobody relies on it, a few seconds once, and goes on.
 */
export class Epochs {
  private readonly raises = new LocalRaises();
  private readonly held = new Map<string, Held>();
  private readonly membership: Membership;
  private version = 0;

  constructor(
    private readonly book: EpochBook,
    private readonly clock: Clock,
  ) {
    this.membership = new Membership(book, clock, () => this.holds());
  }

  /** To be called every second. Never rejects. */
  beat(): Promise<void> {
    this.forget();
    return this.membership.beat();
  }

  leave(): Promise<void> {
    return this.membership.leave();
  }

  begin(browser: string, byHand: boolean): OldRequest {
    const held = this.of(browser);
    const first = held.waiting === 0 && held.lingersUntil <= this.clock.now();
    if (first) held.sent = false;
    held.waiting += 1;
    this.raises.count(browser);
    const written = this.inTurn(held, () => this.raise(browser, first, byHand));
    const end = (sent: boolean, lingers: boolean): void => {
      held.waiting -= 1;
      held.sent ||= sent;
      if (lingers) held.lingersUntil = this.clock.now() + lingerMs;
      this.raises.count(browser);
      void this.inTurn(held, () => this.settle(browser, held));
    };
    return {
      written,
      answered: () => {
        end(true, false);
      },
      unanswered: (sent) => {
        end(sent, sent);
      },
    };
  }

  /** How things stand now. */
  async standing(reading: Reading): Promise<Standing> {
    const shared = await this.read(reading);
    return { raises: this.raises.of(reading.books), shared: this.membership.isOut ? undefined : shared };
  }

  private async read(reading: Reading): Promise<SharedStanding | undefined> {
    if (this.membership.isOut) return undefined;
    try {
      return await this.book.read(reading);
    } catch {
      return undefined;
    }
  }

  private async raise(browser: string, first: boolean, byHand: boolean): Promise<void> {
    await this.persistently(async () => {
      const { replica } = this.membership;
      if (await this.book.raise({ replica, browser, version: this.next(), first, byHand })) return;
      await this.membership.join();
      throw new Error('not in the book');
    });
  }

  private async settle(browser: string, held: Held): Promise<void> {
    await this.persistently(() => {
      const { replica } = this.membership;
      const waitsForMs = this.waitsForMs(held);
      const epoch = held.sent || waitsForMs > 0 ? 'raise' : 'takeBack';
      return this.book.settle({ replica, browser, version: this.next(), epoch, waitsForMs });
    });
  }

  /** Until it works, or until nobody relies on it. */
  private async persistently(write: () => Promise<void>): Promise<void> {
    for (;;) {
      await this.membership.settled;
      if (this.membership.isOut) return;
      try {
        await write();
        return;
      } catch {
        await this.clock.wait(retryMs);
      }
    }
  }

  private inTurn(held: Held, write: () => Promise<void>): Promise<void> {
    held.tail = held.tail.then(write);
    return held.tail;
  }

  private of(browser: string): Held {
    const held = this.held.get(browser) ?? { waiting: 0, sent: false, lingersUntil: 0, tail: Promise.resolve() };
    this.held.set(browser, held);
    return held;
  }

  private waitsForMs(held: Held): number {
    return held.waiting > 0 ? Infinity : Math.max(0, held.lingersUntil - this.clock.now());
  }

  private holds(): Hold[] {
    return [...this.held]
      .map(([browser, held]) => ({ browser, version: this.next(), waitsForMs: this.waitsForMs(held) }))
      .filter(({ waitsForMs }) => waitsForMs > 0);
  }

  /** Nothing under way, and nothing to be written about it any more. */
  private forget(): void {
    for (const [browser, held] of this.held) {
      if (this.waitsForMs(held) > 0) continue;
      const { tail } = held;
      void tail.then(() => {
        if (held.tail === tail && this.waitsForMs(held) === 0 && this.held.get(browser) === held)
          this.held.delete(browser);
      });
    }
  }

  private next(): number {
    this.version += 1;
    return this.version;
  }
}
