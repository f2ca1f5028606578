import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle, Metrics, type Histogram } from '@wellspring/platform';
import { Agent } from 'undici';
import { VisitorSettings } from '../config.ts';
import type { VisitResult } from '../signals/snapshot.ts';
import { Visitor } from './visitor.ts';

/** Sends the customers who are played, again and again, and keeps what they saw until somebody asks. */
@Injectable()
export class Visits implements OnApplicationBootstrap {
  private readonly agent = new Agent();
  private readonly visitors: readonly Visitor[];
  private readonly durations: Histogram<'capability' | 'side' | 'outcome'>;
  private results: VisitResult[] = [];
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly settings: VisitorSettings,
    lifecycle: Lifecycle,
    metrics: Metrics,
  ) {
    this.visitors = settings.visitors.map((who) => new Visitor(settings, who, this.agent));
    this.durations = metrics.histogram({
      name: 'pinpoint_visit_seconds',
      help: 'Visits of the synthetic customer',
      labels: ['capability', 'side', 'outcome'],
    });
    lifecycle.onStopWorkers('visits', () => {
      this.stopped = true;
      clearTimeout(this.timer);
    });
    lifecycle.onCloseConnections('visits', () => this.agent.destroy());
  }

  onApplicationBootstrap(): void {
    if (this.visitors.length > 0) this.next(0);
  }

  /** What was seen since this was last asked. */
  take(): VisitResult[] {
    const { results } = this;
    this.results = [];
    return results;
  }

  private next(afterMs: number): void {
    this.timer = setTimeout(() => void this.round(), afterMs).unref();
  }

  private async round(): Promise<void> {
    const startedMs = performance.now();
    await Promise.all(
      this.visitors.map(async (visitor) => {
        this.note(await visitor.visit());
      }),
    );
    if (this.stopped) return;
    this.next(Math.max(0, this.settings.visitIntervalMs - (performance.now() - startedMs)));
  }

  private note(results: readonly VisitResult[]): void {
    this.results.push(...results);
    for (const { capability, side = 'unknown', ok, tookMs } of results) {
      this.durations.observe({ capability, side, outcome: ok ? 'ok' : 'failed' }, tookMs / 1_000);
    }
  }
}
