import { Module } from '@nestjs/common';
import { OperatorGuard, OperatorTokens } from '@wellspring/auth/operators';
import { EdgeSettings, UpstreamSettings } from '../../config.ts';
import { AuditController } from './audit.controller.ts';
import { CapabilitiesController } from './capabilities.controller.ts';
import { CustomersController } from './customers.controller.ts';
import { EventsController } from './events.controller.ts';
import { OperationsSettings } from './operations.settings.ts';
import { ParityController } from './parity.controller.ts';
import { StatusFeed } from './status-feed.ts';

/**
 * The operations API, for the management port: operators only, never reachable by customers. The service shares
 * `Operations` with it and has {@link OperationsSettings} among its settings.
 */
@Module({
  controllers: [CapabilitiesController, CustomersController, AuditController, ParityController, EventsController],
  providers: [
    StatusFeed,
    OperatorGuard,
    {
      provide: OperatorTokens,
      inject: [OperationsSettings, EdgeSettings, UpstreamSettings],
      useFactory: operatorTokens,
    },
  ],
  exports: [OperatorGuard, OperatorTokens],
})
export class OperationsModule {}

function operatorTokens(settings: OperationsSettings, edge: EdgeSettings, upstreams: UpstreamSettings): OperatorTokens {
  const identity = upstreams.identityUrl;
  const jwksUrl = settings.operatorJwksUrl ?? new URL('/identity/jwks', identity);
  return new OperatorTokens({
    jwksUrl: new URL(jwksUrl),
    issuer: settings.operatorIssuer ?? `${new URL(edge.publicUrl).origin}/identity`,
    audience: settings.operatorAudience,
    breakGlassToken: settings.operationsToken,
  });
}
