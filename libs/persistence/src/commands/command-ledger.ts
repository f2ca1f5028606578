import type { Logger } from '@wellspring/platform';
import type { DataSource, EntityManager, FindOptionsWhere } from 'typeorm';
import type { CommandChange, CommandDeclaration, CommandEnds, CommandHandler, CommandRecord } from './command.ts';
import type { CommandMetrics } from './command.metrics.ts';

/** Records what becomes of commands. Everything can be recorded again, or too late, without harm. */
export class CommandLedger<C extends CommandRecord> {
  constructor(
    private readonly declaration: CommandDeclaration<C>,
    private readonly handler: CommandHandler<C>,
    private readonly dataSource: DataSource,
    private readonly metrics: CommandMetrics,
    private readonly logger: Logger,
  ) {}

  async find(id: string, manager = this.dataSource.manager): Promise<C | undefined> {
    return (await manager.findOneBy(this.declaration.entity, withId<C>(id))) ?? undefined;
  }

  /** The command, which nobody else changes until the transaction ends. */
  async lock(manager: EntityManager, id: string): Promise<C | undefined> {
    const seen = await this.find(id, manager);
    if (!seen) return undefined;
    await this.handler.lock?.(seen, manager);
    const lock = { mode: 'pessimistic_write' } as const;
    return (await manager.findOne(this.declaration.entity, { where: withId<C>(id), lock })) ?? undefined;
  }

  /** Changes a command that is locked. To be followed by {@link tell} once it is committed. */
  async change(manager: EntityManager, command: C, change: CommandChange<C>): Promise<void> {
    Object.assign(command, { reason: null, ...change, stateAt: new Date() });
    this.handler.complete?.(command);
    await manager.save(this.declaration.entity, command);
    await this.handler.changed?.(command, manager);
  }

  /** For those on call: the metrics and the log. */
  tell(id: string, { state, reason }: CommandChange<C>): void {
    if (state === 'pending') return;
    const { name } = this.declaration;
    this.metrics.ended(state, reason ?? 'none');
    const fields = { 'event.action': `${name}-ended`, [`${camelCase(name)}Id`]: id, state, reason };
    if (state === 'needsAttention') this.logger.error(`${name} needs a person`, undefined, fields);
    else this.logger.info(`${name} ended`, fields);
  }

  /** How a step ends a command that is pending. */
  endsOf(id: string): CommandEnds<C> {
    return {
      end: async (change, alongside) => {
        await this.move(id, change, () => true, alongside);
      },
      progress: async (change) => {
        await this.move(id, { ...change, state: 'pending' } as CommandChange<C>, () => true);
      },
      abandon: (reason) => this.abandon(id, reason),
    };
  }

  abandon(id: string, reason: C['reason']): Promise<boolean> {
    const failed = { state: 'failed', reason } as CommandChange<C>;
    return this.move(id, failed, (command) => this.handler.isUndone(command));
  }

  /** Moves a pending command on and tells of it; all or nothing. */
  async move(
    id: string,
    change: CommandChange<C>,
    may: (command: C) => boolean,
    alongside?: (manager: EntityManager) => Promise<void>,
  ): Promise<boolean> {
    const moved = await this.dataSource.transaction(async (manager) => {
      const command = await this.lock(manager, id);
      if (command?.state !== 'pending' || !may(command)) return false;
      await alongside?.(manager);
      await this.change(manager, command, change);
      return true;
    });
    if (moved) this.tell(id, change);
    return moved;
  }
}

/** Every command has an id; TypeORM's type of a condition cannot say so of an entity that is not known yet. */
function withId<C extends CommandRecord>(id: string): FindOptionsWhere<C> {
  return { id } as FindOptionsWhere<C>;
}

/** `sim-block` → `simBlock` */
export function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());
}
