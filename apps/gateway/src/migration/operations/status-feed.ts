import { Injectable } from '@nestjs/common';
import type { StatusDocument } from '@wellspring/contract-gateway';
import { Lifecycle, Logger } from '@wellspring/platform';
import { Observable, Subject } from 'rxjs';
import { Operations } from './operations.ts';

const everyMs = 1_000;

/** The status every second, and at once when something changed. Worked out once for all who watch, and for nobody not at all. */
@Injectable()
export class StatusFeed {
  private readonly watchers = new Set<Subject<StatusDocument>>();
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe: () => void = () => undefined;
  private working = false;

  constructor(
    private readonly operations: Operations,
    private readonly lifecycle: Lifecycle,
    private readonly logger: Logger,
  ) {}

  /** Ends when the service stops, so that nobody who watches holds up its exit. */
  watch(): Observable<StatusDocument> {
    return new Observable((subscriber) => {
      const { stopping } = this.lifecycle;
      const watcher = new Subject<StatusDocument>();
      const subscription = watcher.subscribe(subscriber);
      const complete = (): void => {
        watcher.complete();
      };
      stopping.addEventListener('abort', complete);
      this.add(watcher);
      return () => {
        stopping.removeEventListener('abort', complete);
        subscription.unsubscribe();
        this.remove(watcher);
      };
    });
  }

  private add(watcher: Subject<StatusDocument>): void {
    this.watchers.add(watcher);
    void this.tell();
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => void this.tell(), everyMs);
    this.timer.unref();
    this.unsubscribe = this.operations.onChange(() => void this.tell());
  }

  private remove(watcher: Subject<StatusDocument>): void {
    this.watchers.delete(watcher);
    if (this.watchers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.unsubscribe();
  }

  private async tell(): Promise<void> {
    if (this.working) return;
    this.working = true;
    try {
      const status = await this.operations.status();
      for (const watcher of this.watchers) watcher.next(status);
    } catch (error) {
      this.logger.error('the status could not be worked out', error);
    } finally {
      this.working = false;
    }
  }
}
