import { Module } from '@nestjs/common';
import { HttpClientModule, type HttpClientOptions } from '@wellspring/platform';
import { ConsoleSettings } from '../config.ts';
import { SessionModule } from '../session/session.module.ts';
import { LiveEvents } from './live-events.ts';
import { OperationsApis } from './operations-apis.ts';
import { OperationsController } from './operations.controller.ts';
import { systems } from './systems.ts';

const clients = systems.map((name) =>
  HttpClientModule.register({
    name,
    inject: [ConsoleSettings],
    useFactory: (settings: ConsoleSettings) =>
      operations(settings[`${name}ManagementUrl`], settings.operationsTimeoutMs),
  }),
);

@Module({
  imports: [SessionModule, ...clients],
  controllers: [OperationsController],
  providers: [OperationsApis, LiveEvents],
})
export class OperationsModule {}

function operations(baseUrl: string, timeoutMs: number): HttpClientOptions {
  return {
    baseUrl,
    timeoutMs,
    healthPath: '/health/live',
    // An operator is no load to shed: nothing may stand between them and a rollback, least of all a guess.
    breaker: { minimumCalls: Number.MAX_SAFE_INTEGER },
  };
}
