import { type Logger, messageOf, RequestContext } from '@wellspring/platform';
import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss';
import type { DatabaseSettings } from '../database/database.settings.ts';
import {
  defaultRetry,
  defaultTimeoutSeconds,
  deadQueue,
  type JobDefinition,
  type JobHandler,
  PermanentJobError,
} from './job.ts';
import type { JobsMetrics } from './jobs.metrics.ts';

/** A job as it lies in the queue: its data, and the trace it belongs to. */
export interface JobEnvelope<Data> {
  data: Data;
  traceparent?: string;
}

/** Dead letters are kept as long as the queue allows. */
const deadRetentionSeconds = 365 * 24 * 3_600;
/** Finished jobs stay for whoever looks into yesterday's incident. */
const doneRetentionSeconds = 2 * 24 * 3_600;
/** Telling of a dead letter is tried for about half a day. */
const deadRetry = { retryLimit: 50, retryDelay: 2, retryBackoff: true, retryDelayMax: 900 };

/**
 * Runs one kind of job. The queue allows one job per key to wait or run ("exclusive"), and moves a job that failed for
 * good to the queue of its dead letters.
 */
export class JobWorker<Data extends object> {
  /** Queues it works on: a start that failed half-way is made again, and must not make a second worker of the first. */
  private readonly working = new Set<string>();

  constructor(
    private readonly definition: JobDefinition<Data>,
    private readonly queue: PgBoss,
    private readonly settings: DatabaseSettings,
    private readonly metrics: JobsMetrics,
    private readonly logger: Logger,
  ) {}

  /** Can be called again after it has failed. */
  async start(): Promise<void> {
    const { name, handler, onDead, deadLetters = true, concurrency = 1 } = this.definition;
    const dead = deadQueue(name);
    if (deadLetters) await this.ensureQueue(dead, { policy: 'standard', ...deadRetry, ...this.liveness() });
    const deadLetter = deadLetters ? { deadLetter: dead } : {};
    await this.ensureQueue(name, { policy: 'exclusive', ...this.retry(), ...this.liveness(), ...deadLetter });
    await this.work(name, handler, concurrency);
    if (deadLetters && onDead !== undefined) await this.work(dead, onDead, 1);
  }

  private liveness(): {
    heartbeatSeconds: number;
    expireInSeconds: number;
    retentionSeconds: number;
    deleteAfterSeconds: number;
  } {
    return {
      heartbeatSeconds: this.settings.jobsHeartbeatSeconds,
      expireInSeconds: this.definition.timeoutSeconds ?? defaultTimeoutSeconds,
      retentionSeconds: deadRetentionSeconds,
      deleteAfterSeconds: doneRetentionSeconds,
    };
  }

  private retry(): { retryLimit: number; retryDelay: number; retryBackoff: boolean; retryDelayMax: number } {
    const { limit, delaySeconds, maxDelaySeconds } = { ...defaultRetry, ...this.definition.retry };
    return { retryLimit: limit, retryDelay: delaySeconds, retryBackoff: true, retryDelayMax: maxDelaySeconds };
  }

  /** Creating a queue that exists changes nothing, so its options, but for the policy, are brought up to date as well. */
  private async ensureQueue(name: string, options: NonNullable<Parameters<PgBoss['createQueue']>[1]>): Promise<void> {
    const { policy, ...changeable } = options;
    await this.queue.createQueue(name, { policy, ...changeable });
    await this.queue.updateQueue(name, changeable);
  }

  private async work(queue: string, handler: JobHandler<Data>, concurrency: number): Promise<void> {
    if (this.working.has(queue)) return;
    const options = {
      batchSize: 1,
      includeMetadata: true,
      perJobResults: true,
      localConcurrency: concurrency,
      pollingIntervalSeconds: this.settings.jobsPollIntervalMs / 1_000,
    } as const;
    await this.queue.work<JobEnvelope<Data>, unknown, typeof options>(queue, options, (jobs) =>
      Promise.all(jobs.map((job) => this.run(queue, job, handler))),
    );
    this.working.add(queue);
  }

  private run(queue: string, job: JobWithMetadata<JobEnvelope<Data>>, handler: JobHandler<Data>): Promise<JobResult> {
    const { traceparent, data } = job.data;
    return RequestContext.run(traceparent === undefined ? {} : { traceparent }, async (): Promise<JobResult> => {
      const run = {
        id: job.id,
        name: queue,
        attempt: job.retryCount + 1,
        lastAttempt: job.retryCount >= job.retryLimit,
        signal: job.signal,
      };
      const start = performance.now();
      const about = { job: queue, jobId: job.id, attempt: run.attempt };
      try {
        await handler(data, run);
        this.metrics.runs.inc({ job: queue, outcome: 'ok' });
        return { id: job.id, status: 'completed' };
      } catch (error) {
        const dead = run.lastAttempt || error instanceof PermanentJobError;
        this.metrics.runs.inc({ job: queue, outcome: dead ? 'dead' : 'retry' });
        if (dead) this.logger.error('job given up', error, about);
        else
          this.logger.warn('job failed, it will be tried again', {
            ...about,
            'error.message': messageOf(error),
          });
        const output = { message: messageOf(error) };
        return { id: job.id, status: dead ? 'deadletter' : 'failed', output };
      } finally {
        this.metrics.duration.observe({ job: queue }, (performance.now() - start) / 1_000);
      }
    });
  }
}
