import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RequestContext } from '@wellspring/platform';
import type { Db } from 'pg-boss';
import type { EntityManager } from 'typeorm';
import type { JobDefinition, JobKind, ScheduledJobDefinition } from './job.ts';
import type { JobEnvelope } from './job-worker.ts';
import { JobsRuntime } from './jobs.runtime.ts';

/** What a single job may ask for. */
export interface EnqueueOptions {
  /** While a job of this kind and key waits, runs or is retried, another one is dropped. */
  key?: string;
  /** Not before this. */
  startAfter?: Date;
}

/** Work that must be done although the request that asked for it is over: durable, retried, on one replica at a time. */
@Injectable()
export class Jobs {
  constructor(private readonly runtime: JobsRuntime) {}

  /** Registers a kind of job. Call it from a constructor or `onModuleInit`; workers start once the service has. */
  define<Data extends object>(definition: JobDefinition<Data>): JobKind<Data> {
    this.runtime.add(definition);
    return { name: definition.name };
  }

  /** Registers a job that all replicas together start every so many seconds. */
  schedule(definition: ScheduledJobDefinition): void {
    this.runtime.addScheduled(definition);
  }

  /**
   * Enqueues a job in the transaction of `manager`: it exists if, and only if, that commits. The trace of the request
   * goes with it.
   *
   * @returns the job's id, or undefined when a job with the same key is there already
   * @throws DatabaseUnavailableError while the queue has not started
   */
  async enqueue<Data extends object>(
    manager: EntityManager,
    kind: JobKind<Data> | string,
    data: Data,
    options: EnqueueOptions = {},
  ): Promise<string | undefined> {
    const traceparent = RequestContext.traceparent();
    const envelope: JobEnvelope<Data> = traceparent === undefined ? { data } : { data, traceparent };
    const queue = this.runtime.started();
    const id = await queue.send(typeof kind === 'string' ? kind : kind.name, envelope, {
      db: inTransaction(manager),
      // The queue holds one job per key; one without a key of its own must not collide with another.
      singletonKey: options.key ?? randomUUID(),
      ...(options.startAfter === undefined ? {} : { startAfter: options.startAfter }),
    });
    return id ?? undefined;
  }
}

function inTransaction(manager: EntityManager): Db {
  return {
    executeSql: async (text, values) => {
      if (manager.queryRunner === undefined) return { rows: await manager.query<unknown[]>(text, values) };
      const result = await manager.queryRunner.query(text, values, true);
      return { rows: result.records };
    },
  };
}
