import type { Logger } from '@wellspring/platform';
import type { Quarantine } from '../store/quarantine.ts';
import type { ReadModelMetrics } from '../read-model.metrics.ts';
import type { ReadModelLimits } from '../read-model.settings.ts';
import type { FeedFollower } from './feed-follower.ts';
import type { FeedPosition } from './feed-position.ts';

/** Keeps a copy complete: stores what changed at the source until there is nothing more. */
export class ReadModelSync<R> {
  constructor(
    private readonly model: string,
    private readonly follower: FeedFollower<R>,
    private readonly position: FeedPosition,
    private readonly quarantine: Quarantine,
    private readonly limits: ReadModelLimits,
    private readonly metrics: ReadModelMetrics,
    private readonly logger: Logger,
  ) {}

  /** Gives when the copy was complete; nothing when another replica is ahead. */
  async run(signal: AbortSignal): Promise<Date | undefined> {
    const { cursor: start } = await this.position.read();
    const end = await this.follower.follow(start, {
      signal,
      confirm: async ({ from, next, latest, records }) => {
        const isMoved = await this.position.advance(from, next, latest);
        if (isMoved) this.metrics.received('sync', records);
        return isMoved;
      },
    });
    if (!end) return undefined;
    await this.position.complete(end.asOf);
    await this.quarantine.expire(this.limits.quarantineRetentionMs);
    if (end.cursor > start) {
      const action = `${this.model}-sync`;
      this.logger.info('read model synchronised', { 'event.action': action, from: start, cursor: end.cursor });
    }
    return end.asOf;
  }
}
