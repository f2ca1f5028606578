import type { History, ProcessHistory } from '../signals/history.ts';

/** What can be wrong inside a process, whatever it calls. */
export type InsideKind =
  | 'away'
  | 'silent'
  | 'crash-loop'
  | 'blocked'
  | 'leak'
  | 'log-stalled'
  | 'clock-off'
  | 'pool-leak'
  | 'slow-replica'
  | 'poisoned-message'
  | 'certificate-ends';

/** What was measured, in words and with its numbers. */
export interface InsideFinding {
  readonly kind: InsideKind;
  readonly process: ProcessHistory;
  readonly sinceTick: number;
  readonly lastTick: number;
  readonly measured: string;
}

/** What is around a process. */
export interface Around {
  readonly history: History;
  /** How late everything is where it runs, since a tick, for want of a processor: as late as that says nothing of it. */
  readonly lateMsSince: (process: ProcessHistory, tick: number) => number;
}

/** A rule about one process: says what it measured when it holds at a tick. */
export interface InsideRule {
  readonly kind: InsideKind;
  /** In how many seconds in a row it has to hold. */
  readonly ticks: number;
  /** Whether it may be so already: until that is known the process is not believed about others. Else when it holds. */
  readonly suspect?: (process: ProcessHistory, tick: number) => boolean;
  /** A process with this finds everybody else in trouble, so that what it says of others proves nothing. */
  readonly unreliable?: true;
  readonly measure: (process: ProcessHistory, tick: number, around: Around) => string | undefined;
}
