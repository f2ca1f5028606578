import { Module } from '@nestjs/common';
import { HttpClientModule, type HttpClientOptions } from '@wellspring/platform';
import { ConsoleSettings } from '../config.ts';
import { SessionModule } from '../session/session.module.ts';
import { LiveEvents } from './live-events.ts';
import { OperationsApi } from './operations-api.ts';
import { OperationsController } from './operations.controller.ts';

@Module({
  imports: [
    SessionModule,
    HttpClientModule.register({ name: 'gateway', inject: [ConsoleSettings], useFactory: gateway }),
  ],
  controllers: [OperationsController],
  providers: [OperationsApi, LiveEvents],
})
export class OperationsModule {}

function gateway({ gatewayManagementUrl, gatewayTimeoutMs }: ConsoleSettings): HttpClientOptions {
  return {
    baseUrl: gatewayManagementUrl,
    timeoutMs: gatewayTimeoutMs,
    healthPath: '/health/live',
    // An operator is no load to shed: nothing may stand between them and a rollback, least of all a guess.
    breaker: { minimumCalls: Number.MAX_SAFE_INTEGER },
  };
}
