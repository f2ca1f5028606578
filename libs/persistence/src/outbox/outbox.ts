import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RequestContext } from '@wellspring/platform';
import type { EntityManager } from 'typeorm';
import type { OutboxEvent } from './outbox.message.ts';

const lockAggregateSql = `select pg_advisory_xact_lock(hashtextextended($1, 0))`;
const insertSql = `insert into outbox (id, aggregatetype, aggregateid, type, payload, traceparent) values ($1, $2, $3, $4, $5::jsonb, $6)`;

/** Where a transaction leaves what others must hear of: it is told if, and only if, the transaction commits. */
@Injectable()
export class Outbox {
  /**
   * Appends an event in the transaction of `manager` and gives its id. Two transactions that append to the same
   * aggregate wait for each other, so that the order of the messages is the order of the commits.
   *
   * @throws Error outside a transaction: the event could be told although the change was rolled back
   */
  async append(manager: EntityManager, event: OutboxEvent): Promise<string> {
    if (manager.queryRunner?.isTransactionActive !== true)
      throw new Error('Outbox.append needs the manager of a running transaction');
    const id = randomUUID();
    await manager.query(lockAggregateSql, [JSON.stringify(['outbox', event.aggregatetype, event.aggregateid])]);
    await manager.query(insertSql, [
      id,
      event.aggregatetype,
      event.aggregateid,
      event.type,
      JSON.stringify(event.payload),
      RequestContext.traceparent() ?? null,
    ]);
    return id;
  }
}
