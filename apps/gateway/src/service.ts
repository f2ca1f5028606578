import type { DynamicModule, Type } from '@nestjs/common';
import { Brand } from '@wellspring/brand';
import { DatabaseSettings } from '@wellspring/persistence';
import { defineService, type ServiceDefinition } from '@wellspring/platform';
import { AppModule } from './app.module.ts';
import { SigningKeys } from './bridge/signing-keys.ts';
import { BridgeSettings, EdgeSettings, OldPortalSettings, SessionSettings, UpstreamSettings } from './config.ts';
import { FrontDoor } from './edge/front-door.ts';
import { FrontPort } from './front/front-port.ts';
import { GatewayManagementModule } from './management.module.ts';
import { MigrationModule } from './migration/migration.module.ts';
import { migrationSettings } from './migration/migration.settings.ts';
import { OperationsModule } from './migration/operations/operations.module.ts';
import { Operations } from './migration/operations/operations.ts';
import { transportHeaders } from './proxy/own-headers.ts';
import { wearBrand } from './proxy/own-page.ts';
import { BackChannelLogout } from './session/back-channel-logout.ts';
import { SessionOperationsModule } from './session-operations/session-operations.module.ts';
import { SessionOperations } from './session/session-operations.ts';

/** What the management port asks the data plane for. Hooks of these would be called a second time there. */
const shared = [SigningKeys, BackChannelLogout];

const settings = [EdgeSettings, UpstreamSettings, OldPortalSettings, SessionSettings, BridgeSettings, DatabaseSettings];

/** The data plane with a given migration: the real one, or one that a test or a measurement holds still. */
export function gatewayWith(migration: Type | DynamicModule, more: Partial<ServiceDefinition> = {}): ServiceDefinition {
  return defineService({
    name: 'gateway',
    module: AppModule.with(migration),
    settings,
    management: { module: GatewayManagementModule, share: shared },
    edge: true,
    port: (parts, configuration) => {
      const edge = configuration.get(EdgeSettings);
      const options = {
        headMs: edge.headersTimeoutMs,
        readMs: edge.slowReadTimeoutMs,
        maxConnections: edge.maxConnections,
        responseHeaders: transportHeaders(edge.publicUrl),
      };
      return new FrontPort(parts, options, (app) => app.get(FrontDoor, { strict: false }));
    },
    configure: (app) => {
      wearBrand(new Brand(app.get(EdgeSettings).brandFolder));
    },
    ...more,
  });
}

export const gateway = gatewayWith(MigrationModule, {
  settings: [...settings, ...migrationSettings],
  management: {
    module: { module: GatewayManagementModule, imports: [OperationsModule, SessionOperationsModule] },
    share: [...shared, SessionOperations, Operations],
  },
});
