import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '@wellspring/platform';
import type { DataSource, EntityManager } from 'typeorm';
import type { CommandAction, CommandChange, CommandDeclaration, CommandHandler, CommandRecord } from './command.ts';
import type { CommandCarrier } from './command-carrier.ts';
import { CommandNotFoundError, NeedsNoAttentionError } from './command.errors.ts';
import { camelCase, type CommandLedger } from './command-ledger.ts';
import type { Author } from './resolution.ts';
import type { ResolutionLog } from './resolution-log.ts';

/** What a person decides: an action, and what comes with it. */
export interface Decision extends Author {
  readonly action: string;
  readonly details: object;
}

/**
 * Carries out what people decide about commands that need one. The row's lock settles races: the second of two operators
 * finds it decided. Deciding the same again changes nothing and is no error.
 */
export class CommandResolver<C extends CommandRecord> {
  constructor(
    private readonly declaration: CommandDeclaration<C>,
    private readonly handler: CommandHandler<C>,
    private readonly ledger: CommandLedger<C>,
    private readonly carrier: CommandCarrier<C>,
    private readonly log: ResolutionLog,
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {}

  /** @throws CommandNotFoundError, NeedsNoAttentionError, and what the action throws */
  async resolve(id: string, decision: Decision): Promise<void> {
    const action = this.handler.actions[decision.action];
    if (action === undefined) throw new TypeError(`${decision.action} is no action of ${this.declaration.name}`);
    await action.prepare?.(id, decision.details);
    const change = await this.dataSource.transaction((manager) => this.decide(manager, id, action, decision));
    if (!change) return;
    this.ledger.tell(id, change);
    const { name } = this.declaration;
    this.logger.warn(`a person decided about a ${name}`, {
      'event.action': `${name}-resolved`,
      [`${camelCase(name)}Id`]: id,
      decision: decision.action,
      operator: decision.operator,
      state: change.state,
    });
  }

  /** Nothing when it was decided already. */
  private async decide(
    manager: EntityManager,
    id: string,
    action: CommandAction<C>,
    decision: Decision,
  ): Promise<CommandChange<C> | undefined> {
    const command = await this.ledger.lock(manager, id);
    if (!command) throw new CommandNotFoundError(this.declaration.name);
    if (command.state !== 'needsAttention') {
      await this.assertDecidedSo(manager, command, decision);
      return undefined;
    }
    const change = await action.decide(command, decision.details, manager);
    const resolution = await this.log.append(manager, {
      operator: decision.operator,
      reason: decision.reason,
      commandId: id,
      action: decision.action,
      details: { ...decision.details },
      problem: command.reason,
      ledTo: change.state,
    });
    await this.ledger.change(manager, command, change);
    if (change.state === 'pending') await this.carrier.enqueue(manager, id, `${id}/${resolution.id}`);
    return change;
  }

  private async assertDecidedSo(manager: EntityManager, command: C, { action, details }: Decision): Promise<void> {
    const [last] = await this.log.list(manager, { command: command.id, limit: 1 });
    if (last?.action !== action || !isDeepStrictEqual(last.details, { ...details }))
      throw new NeedsNoAttentionError(this.declaration.name, command.state, last);
  }
}
