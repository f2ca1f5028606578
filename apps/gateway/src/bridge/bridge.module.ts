import { Global, Module } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import { BridgeSettings } from '../config.ts';
import { UPSTREAM_REQUESTER } from '../migration/migration.ts';
import { SessionModule } from '../session/session.module.ts';
import { SessionStore } from '../session/session.store.ts';
import { UpstreamModule } from '../upstream/upstream.module.ts';
import { CustomerTokens } from './customer-tokens.ts';
import { FormBridge } from './form.bridge.ts';
import { HeaderBridge } from './header.bridge.ts';
import { LEGACY_BRIDGE, type LegacyBridge } from './legacy-bridge.ts';
import { LegacyRecognition } from './legacy-recognition.ts';
import { LegacySite } from './legacy-site.ts';
import { OffBridge } from './off.bridge.ts';
import { SigningKeys } from './signing-keys.ts';
import { ShadowRequester } from './upstream-requester.ts';

/** Global, because the shadow asks through it. */
@Global()
@Module({
  imports: [SessionModule, UpstreamModule],
  providers: [
    SigningKeys,
    CustomerTokens,
    LegacySite,
    LegacyRecognition,
    ShadowRequester,
    { provide: UPSTREAM_REQUESTER, useExisting: ShadowRequester },
    {
      provide: LEGACY_BRIDGE,
      inject: [BridgeSettings, CustomerTokens, LegacySite, SessionStore, Logger],
      useFactory: chosenBridge,
    },
  ],
  exports: [
    SigningKeys,
    CustomerTokens,
    LegacySite,
    LegacyRecognition,
    LEGACY_BRIDGE,
    ShadowRequester,
    UPSTREAM_REQUESTER,
  ],
})
export class BridgeModule {}

function chosenBridge(
  settings: BridgeSettings,
  tokens: CustomerTokens,
  site: LegacySite,
  store: SessionStore,
  logger: Logger,
): LegacyBridge {
  switch (settings.legacyBridge) {
    case 'header':
      return new HeaderBridge(tokens, site);
    case 'form':
      return new FormBridge(site, store, logger);
    case 'off':
      return new OffBridge();
    default:
      return settings.legacyBridge satisfies never;
  }
}
