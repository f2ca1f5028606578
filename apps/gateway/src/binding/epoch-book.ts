import type { KeptAnswer, SharedStanding } from './standing.ts';

/** A request to the old side that is about to be sent. */
export interface Raise {
  replica: string;
  browser: string;
  /** Grows with everything this replica writes: what arrives late changes nothing. */
  version: number;
  /** Whether nothing of this browser was under way here before, so that all of it can be taken back. */
  first: boolean;
  byHand: boolean;
}

/** How a request to the old side ended. */
export interface Settlement {
  replica: string;
  browser: string;
  version: number;
  /** `takeBack`: nothing has been sent after all. */
  epoch: 'raise' | 'takeBack';
  /** How long the browser counts as waiting: for ever while others are under way. */
  waitsForMs: number;
}

/** A browser with something under way that could not be written down when it began. */
export interface Hold {
  browser: string;
  version: number;
  waitsForMs: number;
}

export interface Reading {
  /** Where its requests may have been written down. */
  books: readonly string[];
  browser: string | undefined;
  portal: string;
  sessionId: string | undefined;
}

export interface Keeping {
  browser: string;
  portal: string;
  answer: KeptAnswer;
  /** Whether somebody waits for it by hand. */
  byHand: boolean;
}

/**
 * The book all replicas share. Each writes its own lines only. Any call may fail, and one that failed may have been done,
 * or be done later.
 */
export interface EpochBook {
  /**
   * Enters this replica, as one that cannot be relied on before it says that it stays; what it has under way; and puts an
   * end to what it wrote under earlier names.
   * @returns the shared clock, epoch ms
   */
  join(replica: string, earlier: readonly string[], holds: readonly Hold[]): Promise<number>;
  /** @param until by the shared clock. @returns the shared clock */
  stay(replica: string, until: number): Promise<number>;
  /** Goes in good order: what still waits goes on waiting for as long as an answer may take. */
  leave(replica: string): Promise<void>;
  /** @returns false when this replica is not in the book (any more). */
  raise(raise: Raise): Promise<boolean>;
  settle(settlement: Settlement): Promise<void>;
  read(reading: Reading): Promise<SharedStanding>;
  keep(keeping: Keeping): Promise<void>;
}
