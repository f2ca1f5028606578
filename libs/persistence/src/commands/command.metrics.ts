import type { Metrics } from '@wellspring/platform';

/** The figures of one kind of command, under its name as label. */
export class CommandMetrics {
  private readonly instruments;

  constructor(
    metrics: Metrics,
    private readonly command: string,
  ) {
    this.instruments = {
      ended: metrics.counter({
        name: 'commands_ended_total',
        help: 'Commands by the state they came to; reason is none where all went well.',
        labels: ['command', 'state', 'reason'],
      }),
      unfinished: metrics.gauge({
        name: 'commands_unfinished',
        help: 'Commands being carried out, and those that need a person.',
        labels: ['command', 'state'],
      }),
      oldest: metrics.gauge({
        name: 'commands_oldest_pending_seconds',
        help: 'Age of the oldest command being carried out.',
        labels: ['command'],
      }),
    };
  }

  ended(state: string, reason: string): void {
    this.instruments.ended.inc({ command: this.command, state, reason });
  }

  setUnfinished({ pending, needsAttention, oldestSeconds }: CommandBacklog): void {
    this.instruments.unfinished.set({ command: this.command, state: 'pending' }, pending);
    this.instruments.unfinished.set({ command: this.command, state: 'needsAttention' }, needsAttention);
    this.instruments.oldest.set({ command: this.command }, oldestSeconds);
  }
}

export interface CommandBacklog {
  readonly pending: number;
  readonly needsAttention: number;
  readonly oldestSeconds: number;
}
