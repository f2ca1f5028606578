import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OperatorSettings } from '@wellspring/auth/operators';
import type { Change } from '@wellspring/contract-pinpoint';
import { type HttpClient, InjectHttpClient, Lifecycle, Logger, messageOf } from '@wellspring/platform';
import { z } from 'zod';

const everyMs = 2_000;
/** Decisions of the hours before this process began are history that an operator asks for, too. */
const lookBackMs = 6 * 3_600_000;

const position = z.object({ stage: z.string(), percent: z.number() });
const page = z.object({
  items: z.array(
    z.object({
      id: z.number(),
      at: z.string(),
      capability: z.string(),
      actor: z.string(),
      from: position.nullable(),
      to: position,
      reason: z.string(),
    }),
  ),
});

/** Follows the gateway's audit: who moved which capability, when and why. */
@Injectable()
export class AuditChanges implements OnApplicationBootstrap {
  private found: Change[] = [];
  private lastId = 0;
  private failing = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectHttpClient('gateway') private readonly gateway: HttpClient,
    private readonly operators: OperatorSettings,
    private readonly logger: Logger,
    lifecycle: Lifecycle,
  ) {
    lifecycle.onStopWorkers('audit', () => {
      clearInterval(this.timer);
    });
  }

  onApplicationBootstrap(): void {
    if (this.operators.operationsToken === undefined) return;
    this.timer = setInterval(() => void this.look(), everyMs).unref();
  }

  /** What was decided since this was last asked. */
  take(): Change[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  private async look(): Promise<void> {
    try {
      const since = new Date(Date.now() - lookBackMs).toISOString();
      const { body } = await this.gateway.request({
        operation: 'read-audit',
        method: 'GET',
        path: `/operations/v1/audit?since=${encodeURIComponent(since)}&limit=50`,
        headers: { authorization: `Bearer ${this.operators.operationsToken ?? ''}`, 'x-operator-name': 'pinpoint' },
        schema: page,
      });
      const news = body.items.filter(({ id }) => id > this.lastId).toReversed();
      this.lastId = news.at(-1)?.id ?? this.lastId;
      this.found.push(...news.map(toChange));
      this.failing = false;
    } catch (error) {
      // Said once: with the gateway away there is an incident about it anyhow.
      if (!this.failing) this.logger.warn('the audit cannot be read', { 'error.message': messageOf(error) });
      this.failing = true;
    }
  }
}

function toChange({ at, capability, actor, from, to, reason }: z.output<typeof page>['items'][number]): Change {
  return {
    atMs: Date.parse(at),
    kind: 'stage',
    subject: capability,
    from: from === null ? undefined : inWords(from),
    to: inWords(to),
    by: `${actor}: ${reason}`,
  };
}

function inWords({ stage, percent }: z.output<typeof position>): string {
  return stage === 'canary' ? `canary ${percent} %` : stage;
}
