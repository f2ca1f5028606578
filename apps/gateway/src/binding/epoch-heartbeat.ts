import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { EpochBookStore } from './epoch-book.store.ts';
import { Epochs } from './epochs.ts';

const beatMs = 1_000;
const cleanMs = 300_000;

/** Keeps this replica in the book of all of them, as long as it runs. */
@Injectable()
export class EpochHeartbeat implements OnApplicationBootstrap {
  private beatTimer: NodeJS.Timeout | undefined;
  private cleanTimer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly epochs: Epochs,
    private readonly book: EpochBookStore,
    private readonly lifecycle: Lifecycle,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.lifecycle.onStopWorkers('old side book', () => this.stop());
    this.cleanTimer = setInterval(() => {
      this.book.clean().catch((error: unknown) => {
        this.logger.error('What browsers and old portals are no longer asked about could not be removed', error);
      });
    }, cleanMs);
    this.cleanTimer.unref();
    await this.beat();
  }

  private async beat(): Promise<void> {
    await this.epochs.beat();
    if (this.stopped) return;
    this.beatTimer = setTimeout(() => void this.beat(), beatMs);
    this.beatTimer.unref();
  }

  private async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.beatTimer);
    clearInterval(this.cleanTimer);
    await this.epochs.leave().catch(() => undefined);
  }
}
