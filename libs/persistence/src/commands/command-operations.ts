import {
  Body,
  type CanActivate,
  Controller,
  type DynamicModule,
  Get,
  HttpCode,
  Inject,
  Module,
  Param,
  Post,
  Query,
  type Type,
  UseGuards,
} from '@nestjs/common';
import type { CommandDocument, CommandList, Decidable, Decided, ResolutionDocument } from '@wellspring/contract';
import { parseInput } from '@wellspring/platform';
import { z } from 'zod';
import { CommandNotFoundError } from './command.errors.ts';
import { commandsToken } from './command.module.ts';
import type { CommandRecord } from './command.ts';
import type { Commands } from './commands.ts';
import { camelCase } from './command-ledger.ts';
import type { Resolution } from './resolution.ts';

/** One line: it is printed in lists and logs, where a line end would look like another entry. */
export const oneLine = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, 'must be one line, without control characters');

const reason = oneLine.pipe(z.string().min(3, 'must say why').max(500));
const limit = z.coerce.number().int().min(1).max(500).default(100);
const page = z.strictObject({
  operator: z.string().min(1).optional(),
  /** Id of the last entry of the page before. */
  before: z.coerce.number().int().positive().optional(),
  limit,
});

export interface CommandOperationsOptions {
  /** Of the command. */
  readonly name: string;
  readonly plural: string;
  /** Modules that export what the guard injects. */
  readonly imports: NonNullable<DynamicModule['imports']>;
  /** Lets operators pass and nobody else. */
  readonly guard: Type<CanActivate>;
  /** Parameter: who the operator is. */
  readonly operator: () => ParameterDecorator;
}

/** Commands that need a person on the operations API, for the management port; the service shares its commands with it. */
@Module({})
export class CommandOperationsModule {
  static register(options: CommandOperationsOptions): DynamicModule {
    return {
      module: CommandOperationsModule,
      imports: options.imports,
      controllers: [operationsController(options)],
    };
  }
}

function operationsController({ name, plural, guard, operator: Operator }: CommandOperationsOptions): Type<object> {
  const subject = camelCase(name);

  /** A decision in the audit, by the name the command has. */
  const seen = ({ commandId, at, ...entry }: Resolution): ResolutionDocument => ({
    ...entry,
    at: at.toISOString(),
    [`${subject}Id`]: commandId,
  });

  @Controller('operations/v1')
  @UseGuards(guard)
  class CommandOperationsController {
    constructor(@Inject(commandsToken(name)) private readonly commands: Commands<CommandRecord>) {}

    @Get(plural)
    list(@Query() query: unknown): Promise<CommandList> {
      const { declaration, handler } = this.commands;
      const names = Object.keys(handler.listedBy);
      const text = z.string().min(1).optional();
      const {
        state,
        limit: most,
        ...by
      } = parseInput(
        z.strictObject({
          state: z.enum(declaration.states).optional(),
          limit,
          ...Object.fromEntries(names.map((each) => [each, text])),
        }),
        query,
      );
      const given = Object.entries(by).flatMap(([each, value]): [string, string][] =>
        typeof value === 'string' ? [[each, value]] : [],
      );
      return this.commands.list({ state, limit: most, by: Object.fromEntries(given) });
    }

    @Get(`${plural}/:id`)
    async one(@Param('id') id: string): Promise<CommandDocument & Decided> {
      return shown(await this.commands.one(existing(id)));
    }

    @Post(`${plural}/:id/:action`)
    @HttpCode(200)
    async decide(
      @Param('id') id: string,
      @Param('action') action: string,
      @Body() body: unknown,
      @Operator() { actor }: { actor: string },
    ): Promise<CommandDocument & Decided> {
      const { actions } = this.commands.handler;
      const found = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (found === undefined) throw new CommandNotFoundError(name);
      const { reason: why, ...rest } = parseInput(z.looseObject({ reason }), body);
      const details = parseInput(found.details, rest);
      return shown(await this.commands.resolve(existing(id), { action, details, operator: actor, reason: why }));
    }

    @Get(`${name}-resolutions`)
    async resolutions(@Query() query: unknown): Promise<{ items: ResolutionDocument[]; next: number | null }> {
      const filter = parseInput(page.extend({ [subject]: z.uuid().optional() }), query);
      const { operator, before, limit: most } = z.object(page.shape).parse(filter);
      const command: unknown = Reflect.get(filter, subject);
      const items = await this.commands.resolutions({
        ...(typeof command === 'string' && { command }),
        operator,
        before,
        limit: most,
      });
      return { items: items.map(seen), next: items.length < most ? null : (items.at(-1)?.id ?? null) };
    }
  }

  function shown(command: CommandDocument & Decidable & { history: Resolution[] }): CommandDocument & Decided {
    return { ...command, history: command.history.map(seen) };
  }

  /** What has not even the form of an id is not there. */
  function existing(id: string): string {
    if (!z.uuid().safeParse(id).success) throw new CommandNotFoundError(name);
    return id;
  }

  return CommandOperationsController;
}
