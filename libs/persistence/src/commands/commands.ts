import type { CommandDocument, CommandList, Decidable } from '@wellspring/contract';
import type { Logger, Metrics } from '@wellspring/platform';
import type { DataSource, EntityManager, FindOptionsWhere } from 'typeorm';
import type { Jobs } from '../jobs/jobs.ts';
import type { CommandDeclaration, CommandHandler, CommandRecord } from './command.ts';
import { CommandCarrier } from './command-carrier.ts';
import { CommandNotFoundError } from './command.errors.ts';
import { CommandLedger } from './command-ledger.ts';
import { type CommandBacklog, CommandMetrics } from './command.metrics.ts';
import { CommandResolver, type Decision } from './command-resolver.ts';
import type { Resolution, ResolutionsQuery } from './resolution.ts';
import { ResolutionLog } from './resolution-log.ts';

/** What commands are made of. */
export interface CommandParts<C extends CommandRecord> {
  readonly declaration: CommandDeclaration<C>;
  readonly handler: CommandHandler<C>;
  readonly dataSource: DataSource;
  readonly jobs: Jobs;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Which commands are listed: those that need a person, unless something else is asked for. */
export interface CommandsQuery {
  readonly state?: string | undefined;
  readonly limit: number;
  /** By the names the handler lists by. */
  readonly by: Readonly<Record<string, string>>;
}

/** Commands of one kind: recorded, carried, and decided about. One value, shared with the management port. */
export class Commands<C extends CommandRecord> {
  private readonly ledger: CommandLedger<C>;
  private readonly carrier: CommandCarrier<C>;
  private readonly resolver: CommandResolver<C>;
  private readonly log: ResolutionLog;
  private readonly metrics: CommandMetrics;

  constructor(private readonly parts: CommandParts<C>) {
    const { declaration, handler, dataSource, jobs, logger } = parts;
    this.metrics = new CommandMetrics(parts.metrics, declaration.name);
    this.ledger = new CommandLedger(declaration, handler, dataSource, this.metrics, logger);
    this.carrier = new CommandCarrier(declaration, handler, this.ledger, jobs);
    this.log = new ResolutionLog(declaration.name);
    const { ledger, carrier, log } = this;
    this.resolver = new CommandResolver(declaration, handler, ledger, carrier, log, dataSource, logger);
  }

  get declaration(): CommandDeclaration<C> {
    return this.parts.declaration;
  }

  get handler(): CommandHandler<C> {
    return this.parts.handler;
  }

  /** Has a command carried that is recorded in the same transaction. */
  begin(manager: EntityManager, id: string): Promise<void> {
    return this.carrier.enqueue(manager, id);
  }

  /** One attempt to carry it. Run by a job; to be called by tests. */
  carry(id: string): Promise<void> {
    return this.carrier.carry(id);
  }

  async list({ state, limit, by }: CommandsQuery): Promise<CommandList> {
    const named = Object.entries(by).map(([name, value]) => [this.handler.listedBy[name] ?? name, value]);
    const wanted = state ?? (named.length === 0 ? 'needsAttention' : undefined);
    // The attributes are the handler's own; TypeORM's types cannot follow an entity that is not known yet.
    const where = {
      ...Object.fromEntries(named),
      ...(wanted !== undefined && { state: wanted }),
    } as FindOptionsWhere<C>;
    const [found, total] = await this.parts.dataSource
      .createQueryBuilder(this.declaration.entity, 'command')
      .where(where)
      .orderBy('command.stateAt', 'ASC')
      .addOrderBy('command.id', 'ASC')
      .take(limit)
      .getManyAndCount();
    return { items: found.map((command) => this.viewOf(command)), total };
  }

  /** @throws CommandNotFoundError */
  async one(id: string): Promise<CommandDocument & Decidable & { history: Resolution[] }> {
    const command = await this.ledger.find(id);
    if (!command) throw new CommandNotFoundError(this.declaration.name);
    return { ...this.viewOf(command), history: await this.resolutions({ command: id, limit: 100 }) };
  }

  /** Decides, and gives the command as it is then. @throws what {@link CommandResolver.resolve} does */
  async resolve(id: string, decision: Decision): Promise<CommandDocument & Decidable & { history: Resolution[] }> {
    await this.resolver.resolve(id, decision);
    return this.one(id);
  }

  resolutions(query: ResolutionsQuery): Promise<Resolution[]> {
    return this.log.list(this.parts.dataSource.manager, query);
  }

  /** Counts those that have not ended well, for the metrics and the health report. */
  async check(): Promise<Record<string, unknown>> {
    const { tableName } = this.parts.dataSource.getMetadata(this.declaration.entity);
    const [row] = await this.parts.dataSource.query<CommandBacklog[]>(`
      select count(*) filter (where state = 'pending')::int as pending,
        count(*) filter (where state = 'needsAttention')::int as "needsAttention",
        coalesce(extract(epoch from now() - min(created_at) filter (where state = 'pending')), 0)::float8 as "oldestSeconds"
      from ${tableName} where state in ('pending', 'needsAttention')`);
    const backlog = row ?? { pending: 0, needsAttention: 0, oldestSeconds: 0 };
    this.metrics.setUnfinished(backlog);
    return { pending: backlog.pending, needsAttention: backlog.needsAttention };
  }

  private viewOf(command: C): CommandDocument & Decidable {
    const actions = command.state === 'needsAttention' ? Object.keys(this.handler.actions) : [];
    return { ...this.handler.viewOf(command), actions };
  }
}
