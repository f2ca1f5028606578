import { Controller, Get, Module, Query } from '@nestjs/common';
import { z } from 'zod';
import { defineService, Lifecycle, Logger, secret, settings } from '../../src/index.ts';

class FixtureSettings extends settings({
  label: z.string().default('fixture'),
  apiKey: secret(z.string().min(16)),
}) {}

@Controller()
class FixtureController {
  private databaseIsOpen = true;

  constructor(
    private readonly logger: Logger,
    lifecycle: Lifecycle,
  ) {
    lifecycle.onCloseConnections('database', () => {
      this.databaseIsOpen = false;
    });
  }

  /** Uses the "database" at its very end, as a request in flight during a shutdown does. */
  @Get('work')
  async work(@Query('ms') milliseconds = '20'): Promise<{ done: boolean }> {
    await new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));
    if (!this.databaseIsOpen) throw new Error('The database is closed');
    return { done: true };
  }

  @Get('exit')
  exit(): void {
    for (let index = 0; index < 20_000; index += 1) this.logger.info('Line before the exit', { index });
    this.logger.error('Last words', new Error('out of luck'));
    process.exit(3);
  }

  @Get('crash')
  crash(): void {
    setImmediate(() => {
      throw new Error('nobody catches this');
    });
  }

  @Get('reject')
  reject(): void {
    void Promise.reject(new Error('nobody awaits this'));
  }
}

@Module({ controllers: [FixtureController] })
class FixtureModule {}

export const fixture = defineService({ name: 'fixture', module: FixtureModule, settings: [FixtureSettings] });
