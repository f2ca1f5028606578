import type { Database } from '@wellspring/persistence';
import type { Logger } from '@wellspring/platform';
import type { ReadModelDeclaration } from '../declaration.ts';
import type { ReadModelMetrics } from '../read-model.metrics.ts';
import type { FeedFollower } from './feed-follower.ts';
import type { FeedPosition, Position } from './feed-position.ts';

/**
 * Has every record that is stored in another shape written again, in the background: the feed is followed once more from
 * its start, with a cursor of its own, while the old rows are served. It goes by the rows themselves, so it also ends well
 * when a release is rolled back, or when replicas of the release before still write.
 */
export class Rebuild<R> {
  constructor(
    private readonly declaration: ReadModelDeclaration<R>,
    private readonly follower: FeedFollower<R>,
    private readonly position: FeedPosition,
    private readonly database: Database,
    private readonly metrics: ReadModelMetrics,
    private readonly logger: Logger,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const { shape } = this.declaration;
    const position = await this.position.read();
    if (!isUnderway(position, shape)) {
      if (!(await this.hasOthers())) return;
      this.logger.info('read model is being rebuilt', { ...this.about(), shape });
      await this.position.beginRebuild(shape);
    }
    this.metrics.setRebuilding(true);
    while (await this.pass(signal)) signal.throwIfAborted();
  }

  /** Once through the feed. True when there should be another: replicas of the release before have written meanwhile. */
  private async pass(signal: AbortSignal): Promise<boolean> {
    const { rebuildCursor } = await this.position.read();
    const end = await this.follower.follow(rebuildCursor ?? 0, {
      signal,
      confirm: async ({ from, next, records, written }) => {
        const isMoved = await this.position.advanceRebuild(from, next, written);
        if (isMoved) this.metrics.received('rebuild', records);
        return isMoved;
      },
    });
    if (!end) return false;
    const { rebuilt } = await this.position.read();
    if (rebuilt > 0 && (await this.hasOthers())) {
      await this.position.beginRebuild(this.declaration.shape);
      return true;
    }
    const left = await this.keepOthers();
    await this.position.endRebuild();
    this.metrics.setRebuilding(false);
    this.logger.info('read model is rebuilt', { ...this.about(), left });
    return false;
  }

  /** Whether there are rows of another shape. */
  private async hasOthers(): Promise<boolean> {
    const { name } = this.declaration.table;
    const [row] = await this.database.query<{ found: boolean }>({
      text: `select exists (select from ${name} where shape < $1) or exists (select from ${name} where shape > $1) as found`,
      values: [this.declaration.shape],
    });
    return row?.found === true;
  }

  /** What the source does not have any more cannot be written again, and stays as it is. Gives how many. */
  private async keepOthers(): Promise<number> {
    const kept = await this.database.query({
      text: `update ${this.declaration.table.name} set shape = $1 where shape <> $1 returning id`,
      values: [this.declaration.shape],
    });
    return kept.length;
  }

  private about(): { model: string; 'event.action': string } {
    return { model: this.declaration.name, 'event.action': `${this.declaration.name}-rebuild` };
  }
}

export function isUnderway({ rebuildCursor, rebuildShape }: Position, shape: number): boolean {
  return rebuildCursor !== null && rebuildShape === shape;
}
