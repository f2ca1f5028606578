import { type CanActivate, createParamDecorator, Injectable, Module } from '@nestjs/common';
import type { CommandDocument } from '@wellspring/contract';
import { defineService, type ServiceDefinition } from '@wellspring/platform';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { z } from 'zod';
import {
  type CommandAction,
  type CommandEnds,
  type CommandHandler,
  CommandModule,
  CommandOperationsModule,
  type CommandRecord,
  type CommandStep,
  commandsToken,
  createResolutions,
  DatabaseSettings,
  dropResolutions,
  PersistenceModule,
} from '../src/index.ts';

@Entity('sim_block')
export class SimBlock implements CommandRecord {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  state!: string;

  @Column('timestamptz', { name: 'state_at' })
  stateAt!: Date;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Whether provisioning was asked. */
  @Column('boolean')
  asked!: boolean;
}

class CreateSimBlock1790000000000 implements MigrationInterface {
  readonly name = 'CreateSimBlock1790000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sim_block (
        id uuid primary key, state text not null, state_at timestamptz not null, reason text,
        created_at timestamptz not null default now(), asked boolean not null default false)`);
    await createResolutions(runner, 'sim-block');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropResolutions(runner, 'sim-block');
    await runner.query(`drop table sim_block`);
  }
}

/** The system that blocks SIMs, as the test wants it to be. */
export class Provisioning {
  readonly calls: string[] = [];
  block: (id: string, ends: CommandEnds<SimBlock>) => Promise<void> = () => Promise.resolve();
  confirm: (id: string) => Promise<boolean> = () => Promise.resolve(true);
}

/** @param attentionAfterMs how long a block is carried */
export function simService(provisioning: Provisioning, attentionAfterMs = 60_000): ServiceDefinition {
  const ask: CommandStep<SimBlock> = {
    isDone: ({ asked }) => asked,
    run: async ({ id }, ends) => {
      provisioning.calls.push(`block ${id}`);
      await provisioning.block(id, ends);
      return true;
    },
  };
  const confirm: CommandStep<SimBlock> = {
    isDone: () => false,
    run: async ({ id }, ends: CommandEnds<SimBlock>) => {
      provisioning.calls.push(`confirm ${id}`);
      if (await provisioning.confirm(id)) await ends.end({ state: 'done' });
      else await ends.end({ state: 'needsAttention', reason: 'notConfirmed' });
      return false;
    },
  };
  const details = z.strictObject({ ticket: z.string().optional() });
  const leadsTo = (state: string): CommandAction<SimBlock> => ({ details, decide: () => ({ state }) });

  @Injectable()
  class SimBlockHandler implements CommandHandler<SimBlock> {
    readonly steps = [ask, confirm];
    readonly attentionAfterMs = attentionAfterMs;
    readonly actions = { retry: leadsTo('pending'), 'mark-done': leadsTo('done'), 'give-up': leadsTo('failed') };
    readonly listedBy = { asked: 'asked' } as const;

    isUndone({ asked }: SimBlock): boolean {
      return !asked;
    }

    viewOf({ id, state, reason, stateAt, createdAt }: SimBlock): CommandDocument {
      return { id, state, reason, since: stateAt.toISOString(), createdAt: createdAt.toISOString() };
    }
  }

  class Everybody implements CanActivate {
    canActivate(): boolean {
      return true;
    }
  }

  @Module({
    imports: [
      PersistenceModule.forRoot({ entities: [SimBlock], migrations: [CreateSimBlock1790000000000], jobs: true }),
      CommandModule.register({
        name: 'sim-block',
        plural: 'sim-blocks',
        entity: SimBlock,
        states: ['pending', 'done', 'failed', 'needsAttention'],
        handler: SimBlockHandler,
      }),
    ],
  })
  class AppModule {}

  const operations = CommandOperationsModule.register({
    name: 'sim-block',
    plural: 'sim-blocks',
    imports: [],
    guard: Everybody,
    operator: createParamDecorator(() => ({ actor: 'jane' })),
  });
  return defineService({
    name: 'sims',
    module: AppModule,
    settings: [DatabaseSettings],
    management: { module: operations, share: [commandsToken('sim-block')] },
  });
}
