import type { Metrics } from '@wellspring/platform';

/** The figures of one read model, under its name as label. */
export class ReadModelMetrics {
  private readonly instruments;

  constructor(
    metrics: Metrics,
    private readonly model: string,
  ) {
    const labels = ['model'] as const;
    this.instruments = {
      refreshes: metrics.counter({
        name: 'read_model_refreshes_total',
        help: "Refreshes of one owner's records asked for by a read: refreshed, late (it came after the read was answered) or failed.",
        labels: ['model', 'outcome'],
      }),
      received: metrics.counter({
        name: 'read_model_records_total',
        help: 'Records received from the feed of changes: sync follows what changes, rebuild everything again.',
        labels: ['model', 'reason'],
      }),
      rejected: metrics.counter({
        name: 'read_model_rejected_total',
        help: 'Records the source sent that cannot be believed.',
        labels,
      }),
      incomplete: metrics.counter({
        name: 'read_model_incomplete_reads_total',
        help: 'Reads that were told that something is missing, because no version of it could be believed.',
        labels,
      }),
      quarantined: metrics.gauge({
        name: 'read_model_quarantined_records',
        help: 'Records waiting for a person to look at them.',
        labels,
      }),
      progress: metrics.gauge({
        name: 'read_model_progress_ratio',
        help: 'How much of the feed of changes is copied, 0 to 1. Absent when the source does not tell how far it goes.',
        labels,
      }),
      rebuilding: metrics.gauge({
        name: 'read_model_rebuilding',
        help: 'Whether all records are being written again in another shape: 1 while they are.',
        labels,
      }),
    };
  }

  refreshed(outcome: 'refreshed' | 'late' | 'failed'): void {
    this.instruments.refreshes.inc({ model: this.model, outcome });
  }

  received(reason: 'sync' | 'rebuild', records: number): void {
    this.instruments.received.inc({ model: this.model, reason }, records);
  }

  rejected(records: number): void {
    this.instruments.rejected.inc({ model: this.model }, records);
  }

  answeredIncompletely(): void {
    this.instruments.incomplete.inc({ model: this.model });
  }

  setQuarantined(records: number): void {
    this.instruments.quarantined.set({ model: this.model }, records);
  }

  setProgress(ratio: number): void {
    this.instruments.progress.set({ model: this.model }, ratio);
  }

  setRebuilding(isRebuilding: boolean): void {
    this.instruments.rebuilding.set({ model: this.model }, isRebuilding ? 1 : 0);
  }
}
