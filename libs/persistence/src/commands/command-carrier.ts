import type { EntityManager } from 'typeorm';
import type { JobKind } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { CommandChange, CommandDeclaration, CommandHandler, CommandRecord } from './command.ts';
import { camelCase, type CommandLedger } from './command-ledger.ts';

/**
 * Carries commands step by step. Any step can be repeated: a process that dies anywhere leaves a job that takes up where
 * the record says. What is not answered is tried again for as long as the handler says; then it has failed if it is certain
 * that nothing has happened, and needs a person if not.
 */
export class CommandCarrier<C extends CommandRecord> {
  private readonly job: JobKind<Record<string, string>>;
  /** In the data of a job: `paymentId`. */
  private readonly idName: string;

  constructor(
    { name }: CommandDeclaration<C>,
    private readonly handler: CommandHandler<C>,
    private readonly ledger: CommandLedger<C>,
    private readonly jobs: Jobs,
  ) {
    const idName = `${camelCase(name)}Id`;
    this.idName = idName;
    this.job = jobs.define<Record<string, string>>({
      name: `carry-${name}`,
      handler: ({ [idName]: id = '' }) => this.carry(id),
      // The time limit is the command's own; the number of attempts must never be what ends it.
      retry: { limit: 100_000, delaySeconds: 1, maxDelaySeconds: 60 },
      concurrency: 4,
      timeoutSeconds: 120,
      onDead: ({ [idName]: id = '' }) => this.giveUp(id),
    });
  }

  /** @param key tells this run of the command from another: an earlier job may not be over when the next is asked for. */
  async enqueue(manager: EntityManager, id: string, key = id): Promise<void> {
    await this.jobs.enqueue(manager, this.job, { [this.idName]: id }, { key });
  }

  /** One attempt to carry the command to its end. Throws when it has to be tried again. */
  async carry(id: string): Promise<void> {
    const command = await this.ledger.find(id);
    if (command?.state !== 'pending') return;
    try {
      await this.takeSteps(command);
    } catch (error) {
      if (Date.now() - command.stateAt.getTime() < this.attentionAfterMs(command)) throw error;
      await this.giveUp(id);
    }
  }

  private async takeSteps(command: C): Promise<void> {
    const ends = this.ledger.endsOf(command.id);
    for (const step of this.handler.steps) {
      if (step.isDone(command)) continue;
      if (!(await step.run(command, ends))) return;
    }
  }

  private attentionAfterMs(command: C): number {
    const { attentionAfterMs: after } = this.handler;
    return typeof after === 'number' ? after : after(command);
  }

  private async giveUp(id: string): Promise<void> {
    const reason = 'takesTooLong';
    if (await this.ledger.abandon(id, reason)) return;
    await this.ledger.endsOf(id).end({ state: 'needsAttention', reason } as CommandChange<C>);
  }
}
