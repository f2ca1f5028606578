import type { EpochBook } from '../../src/binding/epoch-book.ts';
import type { Chance } from './chance.ts';
import type { Pending } from './pending.ts';

/** The book as one replica reaches it: over a network that loses questions, answers, or is cut for a while. */
export class DistantBook implements EpochBook {
  reachable = true;

  constructor(
    private readonly book: EpochBook,
    private readonly pending: Pending,
    private readonly chance: Chance,
    private readonly name: string,
  ) {}

  readonly join: EpochBook['join'] = (...given) => this.call('join', () => this.book.join(...given));
  readonly stay: EpochBook['stay'] = (...given) => this.call('stay', () => this.book.stay(...given));
  readonly leave: EpochBook['leave'] = (...given) => this.call('leave', () => this.book.leave(...given));
  readonly raise: EpochBook['raise'] = (...given) => this.call('raise', () => this.book.raise(...given));
  readonly settle: EpochBook['settle'] = (...given) => this.call('settle', () => this.book.settle(...given));
  readonly read: EpochBook['read'] = (...given) => this.call('read', () => this.book.read(...given));
  readonly keep: EpochBook['keep'] = (...given) => this.call('keep', () => this.book.keep(...given));

  private call<T>(what: string, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.pending.add(`${this.name} ${what}`, () => {
        const fate = this.chance.next();
        if (!this.reachable || fate < 0.01) {
          reject(new Error('not reached'));
        } else if (fate < 0.02) {
          // Carried out, and nobody hears of it; or carried out much later.
          if (this.chance.happens(0.5)) void work();
          else this.pending.add(`${this.name} late ${what}`, () => void work());
          reject(new Error('no answer'));
        } else {
          work().then(resolve, reject);
        }
      });
    });
  }
}
