import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle } from '@wellspring/platform';
import { type Silence, SilenceStore } from './silence.store.ts';

const everyMs = 5_000;

/** The silences in force, as last known: with the database away those go on until they end. */
@Injectable()
export class Silences implements OnApplicationBootstrap {
  private list: readonly Silence[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: SilenceStore,
    lifecycle: Lifecycle,
  ) {
    lifecycle.onStopWorkers('silences', () => {
      clearInterval(this.timer);
    });
  }

  onApplicationBootstrap(): void {
    void this.refresh();
    this.timer = setInterval(() => void this.refresh(), everyMs).unref();
  }

  get inForce(): readonly Silence[] {
    const now = Date.now();
    return this.list.filter(({ until }) => until.getTime() > now);
  }

  covers(subject: string): boolean {
    return this.inForce.some((silence) => silence.subject === subject || silence.subject === '*');
  }

  async add(silence: Omit<Silence, 'id'>): Promise<Silence> {
    const added = await this.store.add(silence);
    await this.refresh();
    return added;
  }

  async end(id: string): Promise<boolean> {
    const ended = await this.store.end(id);
    await this.refresh();
    return ended;
  }

  private async refresh(): Promise<void> {
    this.list = await this.store.inForce().catch(() => this.list);
  }
}
