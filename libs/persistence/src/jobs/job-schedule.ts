import { type Logger, messageOf } from '@wellspring/platform';
import type { PgBoss } from 'pg-boss';
import type { ScheduledJobDefinition } from './job.ts';

/**
 * Every replica asks for the job at every beat; the queue lets one through per time slot, and none while one runs. So it
 * needs no leader, and a replica that dies takes no schedule with it.
 */
export class JobSchedule {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly definition: ScheduledJobDefinition,
    private readonly queue: PgBoss,
    private readonly logger: Logger,
  ) {}

  start(): void {
    void this.beat();
    this.timer = setInterval(() => void this.beat(), this.definition.everySeconds * 1_000);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async beat(): Promise<void> {
    const { name, everySeconds } = this.definition;
    try {
      await this.queue.send(name, { data: {} }, { singletonKey: 'schedule', singletonSeconds: everySeconds });
    } catch (error) {
      this.logger.warn('scheduled job was not enqueued', {
        job: name,
        'error.message': messageOf(error),
      });
    }
  }
}
