import type { IncomingMessage } from 'node:http';
import { Body, Controller, Get, Header, Inject, Injectable, Module, Param, Post, Query, Req } from '@nestjs/common';
import { z } from 'zod';
import {
  defineService,
  DomainError,
  Exchange,
  HealthRegistry,
  Logger,
  parseInput,
  RequestContext,
  secret,
  settings,
  TakesForm,
} from '../src/index.ts';

export class ThingSettings extends settings({
  greeting: z.string().default('hello'),
  apiKey: secret(z.string()).default('sk_live_0123456789abcdef'),
}) {}

/** What the background systems of the test do at the moment. */
@Injectable()
export class Backends {
  database: () => Promise<void> = () => Promise.resolve();
  engine: () => Promise<void> = () => Promise.resolve();

  constructor(health: HealthRegistry) {
    const pace = { intervalMs: 10, timeoutMs: 200 };
    health.register({ name: 'database', kind: 'required', check: () => this.database(), ...pace });
    health.register({ name: 'engine', kind: 'degrading', check: () => this.engine(), ...pace });
  }
}

const Thing = z.object({ name: z.string().min(2) });

@Controller()
export class ThingsController {
  /** Requests to `/held` stay open until released. */
  readonly held: (() => void)[] = [];

  constructor(
    private readonly settings: ThingSettings,
    @Inject(Logger) private readonly logger: Logger,
  ) {}

  @Get('things/:id')
  one(@Param('id') id: string): object {
    return { id, greeting: this.settings.greeting };
  }

  @Post('things')
  create(@Body() body: unknown): object {
    const thing = parseInput(Thing, body);
    this.logger.info('Thing created', { name: thing.name });
    return { traceId: RequestContext.current()?.traceId };
  }

  @Post('forms')
  @TakesForm()
  form(@Body() body: unknown): unknown {
    return body;
  }

  @Get('colours')
  @Header('cache-control', 'public, max-age=60')
  colours(@Query('fail') fail: string | undefined): string[] {
    if (fail !== undefined) throw new DomainError({ code: 'COLOUR.UNKNOWN', message: 'No such colour', status: 404 });
    return ['blue'];
  }

  @Get('tmf-api/things/v4/paid')
  paid(): never {
    throw new DomainError({ code: 'BILL.ALREADY_PAID', message: 'The bill is paid already', status: 409 });
  }

  @Get('broken')
  broken(): never {
    throw new Error('relation "thing" does not exist, key sk_live_0123456789abcdef');
  }

  @Get('held')
  async hold(): Promise<{ aborted: boolean }> {
    const signal = RequestContext.current()?.signal;
    await new Promise<void>((resolve) => this.held.push(resolve));
    return { aborted: signal?.aborted === true };
  }

  /** Held like the other, and meant to be. */
  @Get('lasting')
  async last(@Req() { raw }: { raw: IncomingMessage }): Promise<object> {
    const exchange = Exchange.of(raw);
    if (exchange !== undefined) exchange.lasts = true;
    await new Promise<void>((resolve) => this.held.push(resolve));
    return {};
  }
}

@Module({ controllers: [ThingsController], providers: [Backends] })
export class ThingsModule {}

export const things = defineService({
  name: 'things',
  module: ThingsModule,
  settings: [ThingSettings],
});
