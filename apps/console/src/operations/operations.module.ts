import { Module } from '@nestjs/common';
import { HttpClientModule, type HttpClientOptions } from '@wellspring/platform';
import { ConsoleSettings } from '../config.ts';
import { SessionModule } from '../session/session.module.ts';
import { LiveEvents } from './live-events.ts';
import { OperationsApis } from './operations-apis.ts';
import { OperationsController } from './operations.controller.ts';

@Module({
  imports: [
    SessionModule,
    HttpClientModule.register({ name: 'gateway', inject: [ConsoleSettings], useFactory: gateway }),
    HttpClientModule.register({ name: 'billing', inject: [ConsoleSettings], useFactory: billing }),
    HttpClientModule.register({ name: 'pinpoint', inject: [ConsoleSettings], useFactory: pinpoint }),
  ],
  controllers: [OperationsController],
  providers: [OperationsApis, LiveEvents],
})
export class OperationsModule {}

function gateway({ gatewayManagementUrl, operationsTimeoutMs }: ConsoleSettings): HttpClientOptions {
  return operations(gatewayManagementUrl, operationsTimeoutMs);
}

function billing({ billingManagementUrl, operationsTimeoutMs }: ConsoleSettings): HttpClientOptions {
  return operations(billingManagementUrl, operationsTimeoutMs);
}

function pinpoint({ pinpointManagementUrl, operationsTimeoutMs }: ConsoleSettings): HttpClientOptions {
  return operations(pinpointManagementUrl, operationsTimeoutMs);
}

function operations(baseUrl: string, timeoutMs: number): HttpClientOptions {
  return {
    baseUrl,
    timeoutMs,
    healthPath: '/health/live',
    // An operator is no load to shed: nothing may stand between them and a rollback, least of all a guess.
    breaker: { minimumCalls: Number.MAX_SAFE_INTEGER },
  };
}
