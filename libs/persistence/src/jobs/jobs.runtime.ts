import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HealthRegistry, Lifecycle, Logger, messageOf } from '@wellspring/platform';
import type { PgBoss } from 'pg-boss';
import { DatabaseConnection } from '../database/database-connection.ts';
import { DatabaseUnavailableError } from '../database/database.errors.ts';
import { DatabaseSettings } from '../database/database.settings.ts';
import { deadQueue, type JobDefinition, type ScheduledJobDefinition } from './job.ts';
import { JobSchedule } from './job-schedule.ts';
import { JobWorker } from './job-worker.ts';
import { JobsMetrics } from './jobs.metrics.ts';
import { queueError } from './queue-error.ts';

/** How often the counts the queue keeps are taken over into the metrics. */
const sampleIntervalMs = 5_000;
const checkIntervalMs = 1_000;

/** The queue itself, a `PgBoss`. A service without jobs never loads what it is made of. */
export const jobQueueToken = Symbol('JobQueue');

/** Starts the queue when the database is usable, and stops it in the lifecycle's phase for workers. */
@Injectable()
export class JobsRuntime implements OnApplicationBootstrap {
  private readonly workers = new Map<string, { start: () => Promise<void> }>();
  private readonly schedules: JobSchedule[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private running = false;
  private lastError = new Error('The job queue has not started');

  constructor(
    @Inject(jobQueueToken) private readonly queue: PgBoss,
    private readonly connection: DatabaseConnection,
    private readonly metrics: JobsMetrics,
    private readonly settings: DatabaseSettings,
    private readonly lifecycle: Lifecycle,
    private readonly logger: Logger,
    health: HealthRegistry,
  ) {
    this.queue.on('error', (reported) => {
      const { error, fields } = queueError(reported);
      this.logger.error('job queue error', error, fields);
    });
    health.register({ name: 'jobs', kind: 'required', intervalMs: checkIntervalMs, check: () => this.check() });
    lifecycle.onStopWorkers('jobs', () => this.stop());
  }

  add<Data extends object>(definition: JobDefinition<Data>): void {
    if (this.running) throw new Error(`Job ${definition.name} must be defined before the service has started`);
    if (this.workers.has(definition.name)) throw new Error(`Job ${definition.name} is defined twice`);
    this.workers.set(definition.name, new JobWorker(definition, this.queue, this.settings, this.metrics, this.logger));
  }

  addScheduled(definition: ScheduledJobDefinition): void {
    const { name, handler, timeoutSeconds } = definition;
    // The next start is the retry: an older run has nothing to add to a newer one, and no dead letter to leave behind.
    const retry = { limit: 0 };
    this.add({
      name,
      retry,
      deadLetters: false,
      handler: (_data: object, run) => handler(run),
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
    this.schedules.push(new JobSchedule(definition, this.queue, this.logger));
  }

  /** The queue, for those who enqueue. */
  started(): PgBoss {
    if (!this.running) throw new DatabaseUnavailableError(this.lastError);
    return this.queue;
  }

  /** One attempt is waited for, so that a service that is ready can enqueue. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.connection.isUsable) await this.attempt();
    else void this.connection.usable.then(() => this.attempt());
  }

  private async attempt(): Promise<void> {
    if (this.lifecycle.stopping.aborted) return;
    try {
      await this.queue.start();
      for (const worker of this.workers.values()) await worker.start();
      this.running = true;
    } catch (error) {
      this.lastError = new Error('The job queue has not started', { cause: error });
      this.logger.warn('job queue has not started, trying again', {
        'error.message': messageOf(error),
      });
      this.later(() => this.attempt(), this.settings.dbConnectRetryMs);
      return;
    }
    for (const schedule of this.schedules) schedule.start();
    await this.sample();
  }

  private async sample(): Promise<void> {
    try {
      const queues = await this.queue.getQueues([...this.workers.keys()].flatMap((name) => [name, deadQueue(name)]));
      for (const name of this.workers.keys()) this.metrics.sample(name, queues);
    } catch (error) {
      this.logger.warn('job counts were not read', {
        'error.message': messageOf(error),
      });
    }
    this.later(() => this.sample(), sampleIntervalMs);
  }

  private later(task: () => Promise<void>, delayMs: number): void {
    if (this.lifecycle.stopping.aborted) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void task();
    }, delayMs);
    this.timers.add(timer);
  }

  private check(): Promise<void> {
    return this.running ? Promise.resolve() : Promise.reject(this.lastError);
  }

  private async stop(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    for (const schedule of this.schedules) schedule.stop();
    await this.queue.stop({ close: false, graceful: true, timeout: this.settings.jobsStopGraceMs });
  }
}
