import { Injectable } from '@nestjs/common';
import { Metrics } from '@wellspring/platform';
import type { QueueResult } from 'pg-boss';
import { deadQueue } from './job.ts';

@Injectable()
export class JobsMetrics {
  readonly runs;
  readonly duration;
  private readonly waiting;
  private readonly oldest;

  constructor(metrics: Metrics) {
    this.runs = metrics.counter({
      name: 'jobs_runs_total',
      help: 'Runs of background jobs.',
      labels: ['job', 'outcome'],
    });
    this.duration = metrics.histogram({
      name: 'jobs_run_seconds',
      help: 'Time a run took.',
      labels: ['job'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
    });
    this.waiting = metrics.gauge({ name: 'jobs_queue_jobs', help: 'Jobs by state.', labels: ['job', 'state'] });
    this.oldest = metrics.gauge({
      name: 'jobs_queue_oldest_seconds',
      help: 'Time the oldest due job has waited.',
      labels: ['job'],
    });
  }

  /** Takes over the counts the queue keeps of itself. */
  sample(name: string, queues: QueueResult[]): void {
    const own = queues.find((queue) => queue.name === name);
    const dead = queues.find((queue) => queue.name === deadQueue(name));
    this.waiting.set({ job: name, state: 'due' }, own?.readyCount ?? 0);
    this.waiting.set({ job: name, state: 'deferred' }, own?.deferredCount ?? 0);
    this.waiting.set({ job: name, state: 'active' }, own?.activeCount ?? 0);
    this.waiting.set({ job: name, state: 'dead' }, dead?.totalCount ?? 0);
    this.oldest.set({ job: name }, own?.readyOldestSeconds ?? 0);
  }
}
