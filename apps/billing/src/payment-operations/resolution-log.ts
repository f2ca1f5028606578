import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Resolution } from './decision.ts';
import type { ResolutionsQuery } from './payment-operations.requests.ts';

const columns = `
  id::int as id, at, payment_id as "paymentId", action, operator, reason, details, problem, led_to as "ledTo"`;

const append = `
  insert into payment_resolution (payment_id, action, operator, reason, details, problem, led_to)
  values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`;

const list = `
  select ${columns} from payment_resolution
  where ($1::uuid is null or payment_id = $1) and ($2::text is null or operator = $2) and ($3::bigint is null or id < $3)
  order by id desc limit $4`;

/** Who decided what about which payment, when and why. The table takes new rows and nothing else. */
@Injectable()
export class ResolutionLog {
  constructor(private readonly dataSource: DataSource) {}

  /** In the transaction of what was decided. */
  async append(manager: EntityManager, entry: Omit<Resolution, 'id' | 'at'>): Promise<Resolution> {
    const { paymentId, action, operator, reason, details, problem, ledTo } = entry;
    const values = [paymentId, action, operator, reason, JSON.stringify(details), problem, ledTo];
    const [resolution] = await manager.query<Resolution[]>(append, values);
    if (!resolution) throw new TypeError('the database wrote nothing');
    return resolution;
  }

  /** Newest first. */
  async list(query: Partial<ResolutionsQuery>, manager = this.dataSource.manager): Promise<Resolution[]> {
    const { payment, operator, before, limit = 100 } = query;
    return manager.query<Resolution[]>(list, [payment ?? null, operator ?? null, before ?? null, limit]);
  }
}
