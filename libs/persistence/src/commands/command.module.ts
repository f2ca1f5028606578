import { type DynamicModule, Inject, Module, type Type } from '@nestjs/common';
import { HealthRegistry, Logger, Metrics } from '@wellspring/platform';
import { DataSource } from 'typeorm';
import { Jobs } from '../jobs/jobs.ts';
import type { CommandDeclaration, CommandHandler, CommandRecord } from './command.ts';
import { Commands } from './commands.ts';

export interface CommandRegistration<C extends CommandRecord> extends CommandDeclaration<C> {
  /** Modules that export what the handler and its steps inject. */
  readonly imports?: NonNullable<DynamicModule['imports']>;
  readonly handler: Type<CommandHandler<C>>;
  /** What the handler injects: its steps. */
  readonly providers?: readonly Type[];
}

/** Token of the {@link Commands} of that name. */
export const commandsToken = (name: string): string => `Commands:${name}`;

/** Injects the {@link Commands} registered under `name`. */
export const InjectCommands = (name: string): ParameterDecorator => Inject(commandsToken(name));

/** A kind of durable command, from one declaration; see the README. */
@Module({})
export class CommandModule {
  static register<C extends CommandRecord>({
    imports = [],
    handler,
    providers = [],
    ...declaration
  }: CommandRegistration<C>): DynamicModule {
    const { name, plural } = declaration;
    const make = (
      made: CommandHandler<C>,
      dataSource: DataSource,
      jobs: Jobs,
      metrics: Metrics,
      logger: Logger,
      health: HealthRegistry,
    ): Commands<C> => {
      const commands = new Commands({ declaration, handler: made, dataSource, jobs, metrics, logger });
      health.register({ name: plural, kind: 'degrading', check: () => commands.check() });
      return commands;
    };
    const inject = [handler, DataSource, Jobs, Metrics, Logger, HealthRegistry];
    return {
      module: CommandModule,
      imports,
      providers: [...providers, handler, { provide: commandsToken(name), inject, useFactory: make }],
      exports: [commandsToken(name), ...providers],
    };
  }
}
