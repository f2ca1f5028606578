import type { CommandDocument } from '@wellspring/contract';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';

/** An intention that is recorded first and carried out then. A service's entity has more. */
export interface CommandRecord {
  id: string;
  /** `pending` while it is carried, `needsAttention` when a person has to look; any other is an end. */
  state: string;
  stateAt: Date;
  reason: string | null;
  createdAt: Date;
}

/** What becomes of a command, all at once: its state, why, and what else the service records with it. */
export type CommandChange<C extends CommandRecord> = Pick<C, 'state'> & Partial<Omit<C, 'id' | 'state' | 'stateAt'>>;

/** How a step ends the command it is at. Either can be done again, or too late, without harm. */
export interface CommandEnds<C extends CommandRecord> {
  /** @param alongside what else is written in the same transaction */
  end(change: CommandChange<C>, alongside?: (manager: EntityManager) => Promise<void>): Promise<void>;
  /** Records how far it has got, should it still be pending. */
  progress(change: Omit<CommandChange<C>, 'state' | 'reason'>): Promise<void>;
  /** Ends it as `failed`, unless something of it may have happened. Tells whether it did. */
  abandon(reason: C['reason']): Promise<boolean>;
}

/** One thing that is done at a background system. It may be done again at any time, so it is idempotent. */
export interface CommandStep<C extends CommandRecord> {
  /** Whether the record says that it is behind us. */
  isDone(command: C): boolean;
  /** False when the command ended here. Throws when nothing can be concluded yet: it is then tried again. */
  run(command: C, ends: CommandEnds<C>): Promise<boolean>;
}

/** Something a person may decide about a command that needs one. */
export interface CommandAction<C extends CommandRecord, D extends object = object> {
  /** What comes with the decision, beside its reason. */
  readonly details: z.ZodType<D>;
  /** Before the transaction: what has to be asked of others. */
  prepare?(id: string, details: D): Promise<void>;
  /**
   * Where it leads; what is written with the command is locked. `pending` carries the command on from where it is.
   * @throws DomainError when it cannot be decided so
   */
  decide(command: C, details: D, manager: EntityManager): CommandChange<C> | Promise<CommandChange<C>>;
}

/** What a service says of a kind of command, beside its entity. */
export interface CommandHandler<C extends CommandRecord> {
  /** In their order. */
  readonly steps: readonly CommandStep<C>[];
  /** How long a command is carried before a person has to look; some kinds of it may take longer than others. */
  readonly attentionAfterMs: number | ((command: C) => number);
  /** What people can decide, by name. */
  readonly actions: Readonly<Record<string, CommandAction<C>>>;
  /** Attributes the operations API lists by, each with its name there. */
  readonly listedBy: Readonly<Record<string, keyof C & string>>;
  /** Whether it is certain that nothing of it has happened. */
  isUndone(command: C): boolean;
  /** As operators see it. */
  viewOf(command: C): CommandDocument;
  /** Locks what is written with a command, in the order in which everybody does. */
  lock?(command: C, manager: EntityManager): Promise<void>;
  /** Brings up to date what follows from the state, before it is stored. */
  complete?(command: C): void;
  /** In the transaction of a change, when it is stored: the event, and what else shows it. */
  changed?(command: C, manager: EntityManager): Promise<void>;
}

/** The smallest there is to know of a kind of command. */
export interface CommandDeclaration<C extends CommandRecord> {
  /** One of them, in kebab case: `payment`. Its table of decisions is `payment_resolution`. */
  readonly name: string;
  /** Many of them: `payments`, also below the operations API. */
  readonly plural: string;
  /** TypeORM's entity. */
  readonly entity: new () => C;
  /** Every state it can have. */
  readonly states: readonly string[];
}
