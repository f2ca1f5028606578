import type { EntityManager } from 'typeorm';
import type { Resolution, ResolutionsQuery } from './resolution.ts';

/** Who decided what about which command, when and why. The table takes new rows and nothing else. */
export class ResolutionLog {
  private readonly table: string;
  private readonly subject: string;

  /** @param command `sim-block` has its decisions in `sim_block_resolution`, by `sim_block_id` */
  constructor(command: string) {
    const name = command.replaceAll('-', '_');
    this.table = `${name}_resolution`;
    this.subject = `${name}_id`;
  }

  /** In the transaction of what was decided. */
  async append(manager: EntityManager, entry: Omit<Resolution, 'id' | 'at'>): Promise<Resolution> {
    const { commandId, action, operator, reason, details, problem, ledTo } = entry;
    const values = [commandId, action, operator, reason, JSON.stringify(details), problem, ledTo];
    const [resolution] = await manager.query<Resolution[]>(
      `insert into ${this.table} (${this.subject}, action, operator, reason, details, problem, led_to)
       values ($1, $2, $3, $4, $5, $6, $7) returning ${this.columns}`,
      values,
    );
    if (!resolution) throw new TypeError('the database wrote nothing');
    return resolution;
  }

  /** Newest first. */
  list(manager: EntityManager, { command, operator, before, limit }: ResolutionsQuery): Promise<Resolution[]> {
    return manager.query<Resolution[]>(
      `select ${this.columns} from ${this.table}
       where ($1::text is null or ${this.subject}::text = $1) and ($2::text is null or operator = $2)
         and ($3::bigint is null or id < $3)
       order by id desc limit $4`,
      [command ?? null, operator ?? null, before ?? null, limit],
    );
  }

  private get columns(): string {
    return `id::int as id, at, ${this.subject} as "commandId", action, operator, reason, details, problem, led_to as "ledTo"`;
  }
}
