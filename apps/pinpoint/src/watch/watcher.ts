import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle, Logger, Metrics } from '@wellspring/platform';
import { AuditChanges } from '../changes/audit-changes.ts';
import { WatchSettings } from '../config.ts';
import { type Discovery, discoveryToken } from '../discovery/target.ts';
import { Incidents } from '../incident/incidents.ts';
import { Judge, type Verdict } from '../judge/judge.ts';
import type { Snapshot } from '../signals/snapshot.ts';
import { Visits } from '../visitor/visits.ts';
import { Scraper } from './scraper.ts';

const everyMs = 1_000;

/** Looks at everything once a second, judges it, and passes on what came of it. */
@Injectable()
export class Watcher implements OnApplicationBootstrap {
  readonly judge: Judge;
  verdict: Verdict | undefined;
  private readonly scraper: Scraper;
  private readonly listeners = new Set<(verdict: Verdict, snapshot: Snapshot) => void>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    settings: WatchSettings,
    @Inject(discoveryToken) private readonly discovery: Discovery,
    private readonly incidents: Incidents,
    private readonly visits: Visits,
    private readonly audit: AuditChanges,
    private readonly logger: Logger,
    lifecycle: Lifecycle,
    metrics: Metrics,
  ) {
    this.judge = new Judge(settings.knownCalls);
    this.scraper = new Scraper(settings.scrapeTimeoutMs);
    lifecycle.onStopWorkers('watcher', () => this.stop());
    this.tellOfItself(metrics);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.incidents.load();
    this.timer = setInterval(() => {
      // A second that takes longer than a second is one and not two.
      this.looking ??= this.look().finally(() => {
        this.looking = undefined;
      });
    }, everyMs);
  }

  /** Told of every second. @returns how to be told no more */
  onVerdict(listener: (verdict: Verdict, snapshot: Snapshot) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  private async look(): Promise<void> {
    try {
      const targets = await this.discovery.targets();
      const processes = await Promise.all(targets.map((target) => this.scraper.scrape(target)));
      const snapshot = {
        atMs: Date.now(),
        processes,
        pods: this.discovery.pods,
        visits: this.visits.take(),
        changes: this.audit.take(),
      };
      const verdict = this.judge.take(snapshot);
      this.verdict = verdict;
      this.incidents.take(verdict, (tick) => this.judge.history.atMs(tick));
      for (const listener of this.listeners) listener(verdict, snapshot);
    } catch (error) {
      this.logger.error('a second could not be judged', error);
    }
  }

  private async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await this.scraper.close();
  }

  private tellOfItself(metrics: Metrics): void {
    metrics.gauge({
      name: 'pinpoint_processes',
      help: 'Processes looked at each second, by whether they answer',
      labels: ['state'],
      collect: (gauge) => {
        const { history } = this.judge;
        for (const state of ['answers', 'refused', 'silent', 'unreadable'] as const) {
          const count = history.processes.filter((process) => process.state(history.tick) === state).length;
          gauge.set({ state }, count);
        }
      },
    });
    metrics.gauge({
      name: 'pinpoint_last_look_age_seconds',
      help: 'Time since everything was last looked at',
      absentUntilSet: true,
      collect: (gauge) => {
        if (this.verdict !== undefined) gauge.set({}, (Date.now() - this.verdict.atMs) / 1_000);
      },
    });
  }
}
