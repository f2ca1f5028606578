import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Lifecycle, Logger } from '@wellspring/platform';
import { upstreamRequesterToken, type UpstreamRequester } from '../migration.ts';
import { ExtractionWorker } from '../parity/extraction/extraction-worker.ts';
import { ParityBook } from '../parity/parity-book.ts';
import { ParityStore } from '../parity/parity.store.ts';
import { UpstreamModule } from '../../upstreams/upstream.module.ts';
import { Upstreams } from '../../upstreams/upstreams.ts';
import { MigrationState } from '../stage/migration-state.ts';
import { Schedule } from '../stage/schedule.ts';
import { StageModule } from '../stage/stage.module.ts';
import { EventLoopLoad } from './event-loop-load.ts';
import { ShadowComparison } from './shadow-comparison.ts';
import { ShadowMetrics } from './shadow.metrics.ts';
import { ShadowQueue } from './shadow-queue.ts';
import { ShadowSettings } from './shadow.settings.ts';

const loadEveryMs = 1_000;

/** Compares what the old side answered with what the new one would have. */
@Module({
  imports: [StageModule, UpstreamModule],
  providers: [
    ParityStore,
    ShadowMetrics,
    EventLoopLoad,
    { provide: ParityBook, inject: [ParityStore], useFactory: (store: ParityStore) => new ParityBook(store) },
    {
      provide: ExtractionWorker,
      inject: [ShadowSettings, Logger],
      useFactory: ({ shadowDeadlineMs }: ShadowSettings, logger: Logger) =>
        new ExtractionWorker(shadowDeadlineMs, (error) => {
          logger.error('the thread that reads facts died', error);
        }),
    },
    {
      provide: ShadowComparison,
      inject: [ModuleRef, ShadowSettings, ExtractionWorker, ParityBook, ShadowMetrics, Upstreams],
      useFactory: (
        modules: ModuleRef,
        { shadowMaxBodyBytes: maxBodyBytes }: ShadowSettings,
        worker: ExtractionWorker,
        book: ParityBook,
        metrics: ShadowMetrics,
        upstreams: Upstreams,
      ): ShadowComparison =>
        new ShadowComparison({
          requester: laterRequester(modules),
          charsetOf: (upstream) => upstreams.get(upstream)?.charset,
          extract: (request) => worker.extract(request),
          record: (compared) => {
            book.record(compared);
            metrics.countFacts(compared.capability, compared.facts);
          },
          maxBodyBytes,
        }),
    },
    {
      provide: ShadowQueue,
      inject: [MigrationState, ShadowComparison, ShadowSettings, EventLoopLoad, ShadowMetrics, ParityBook],
      useFactory: (
        state: MigrationState,
        comparison: ShadowComparison,
        settings: ShadowSettings,
        load: EventLoopLoad,
        metrics: ShadowMetrics,
        book: ParityBook,
      ): ShadowQueue =>
        new ShadowQueue({
          state,
          comparison,
          limits: {
            maxConcurrent: settings.shadowMaxConcurrent,
            maxQueued: settings.shadowMaxQueued,
            maxQueuedBytes: settings.shadowMaxQueuedBytes,
            maxBodyBytes: settings.shadowMaxBodyBytes,
            deadlineMs: settings.shadowDeadlineMs,
            maxLoad: settings.shadowMaxLoad,
          },
          load: () => load.current,
          onCompared: (capability, outcome) => {
            metrics.comparisons.inc({ capability, outcome });
          },
          onNotCompared: (capability, reason) => {
            metrics.notCompared.inc({ capability, reason });
            book.pass(capability, reason);
          },
          onShed: (capability, reason) => {
            metrics.shed.inc({ capability, reason });
          },
        }),
    },
  ],
  exports: [ShadowQueue, ParityBook],
})
export class ShadowModule implements OnApplicationBootstrap {
  constructor(
    private readonly settings: ShadowSettings,
    private readonly queue: ShadowQueue,
    private readonly book: ParityBook,
    private readonly worker: ExtractionWorker,
    private readonly load: EventLoopLoad,
    private readonly metrics: ShadowMetrics,
    private readonly schedule: Schedule,
    private readonly lifecycle: Lifecycle,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every(loadEveryMs, () => {
      this.load.look();
    });
    this.schedule.every(this.settings.parityFlushIntervalMs, () => void this.book.flush());
    this.metrics.watch(this.queue);
    this.lifecycle.onStopWorkers('shadow', async () => {
      this.queue.stop();
      await this.worker.close();
      await this.book.flush();
    });
  }
}

/** The data plane asks the migration and lends it its upstreams, so one of them has to be looked up late. */
function laterRequester(modules: ModuleRef): UpstreamRequester {
  const requester = (): UpstreamRequester => modules.get<UpstreamRequester>(upstreamRequesterToken, { strict: false });
  return {
    request: (request) => requester().request(request),
    legacyCredentials: (exchange) => requester().legacyCredentials(exchange),
  };
}
