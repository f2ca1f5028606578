import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle, Logger, messageOf } from '@wellspring/platform';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock.ts';
import { Every } from '../clock/every.ts';
import { CrmSettings } from '../config.ts';
import { CrmClient } from '../crm/crm.client.ts';
import type { CrmChange } from '../crm/crm.schema.ts';
import { OpenIdProvider } from '../provider/open-id-provider.ts';

/** So soon it is asked again when it could not be read: who was closed meanwhile is still let in. */
const soonMs = 1_000;

/**
 * Follows the CRM's changes: a customer who is closed there loses their sessions here and cannot sign in, one who is
 * opened again can. One replica at a time reads on from where the last one stopped.
 */
@Injectable()
export class ClosedCustomers implements OnApplicationBootstrap {
  private readonly loop: Every;
  private isBehind = false;

  constructor(
    settings: CrmSettings,
    lifecycle: Lifecycle,
    private readonly database: DataSource,
    private readonly crm: CrmClient,
    private readonly provider: OpenIdProvider,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.loop = new Every(
      'changes of the CRM',
      () => Math.min(settings.crmChangesIntervalMs, this.isBehind || !this.provider.isReady ? soonMs : Infinity),
      lifecycle,
      () => this.follow(),
    );
  }

  onApplicationBootstrap(): void {
    void this.loop.start();
  }

  /** Reads everything new. A failure leaves it for the next time, which is soon then. */
  async follow(): Promise<void> {
    try {
      while (this.provider.isReady && (await this.readOn()));
      this.isBehind = false;
    } catch (error) {
      // Said once: it is asked again every second until then.
      if (!this.isBehind) {
        this.logger.warn('The changes of the CRM could not be followed', { 'error.message': messageOf(error) });
      }
      this.isBehind = true;
    }
  }

  /** Takes over one page of changes; returns whether there may be more. */
  private readOn(): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const [feed] = await manager.query<{ changed_after: string }[]>(
        'SELECT changed_after FROM crm_feed FOR UPDATE SKIP LOCKED',
      );
      if (feed === undefined) return false;
      const changes = await this.crm.changesAfter(Number(feed.changed_after));
      const last = changes.at(-1);
      if (last === undefined) return false;
      const closed = changes.filter(isClosed).map(({ customerNo }) => customerNo);
      await manager.query(
        `UPDATE customer_account SET closed_at = CASE WHEN id = ANY($1) THEN coalesce(closed_at, $3) END
         WHERE id = ANY($1) OR (id = ANY($2) AND closed_at IS NOT NULL)`,
        [closed, changes.map(({ customerNo }) => customerNo), new Date(this.clock.now())],
      );
      // Within the transaction: what could not be ended is read again.
      for (const customerNo of closed) await this.endSessions(customerNo);
      await manager.query('UPDATE crm_feed SET changed_after = $1', [last.changeSeq]);
      return true;
    });
  }

  private async endSessions(customerNo: string): Promise<void> {
    const ended = await this.provider.endSessionsOf(customerNo);
    if (ended > 0) {
      this.logger.info('The sessions of a closed customer were ended', {
        'event.action': 'sign-out',
        'user.id': customerNo,
        sessions: ended,
      });
    }
  }
}

function isClosed({ status }: CrmChange): boolean {
  return status === 'CLOSED';
}
