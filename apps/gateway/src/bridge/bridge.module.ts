import { Global, Module } from '@nestjs/common';
import { BindingModule } from '../binding/binding.module.ts';
import { upstreamRequesterToken } from '../migration/migration.ts';
import { PortalSites } from '../portal-site/portal-sites.ts';
import { SessionModule } from '../session/session.module.ts';
import { UpstreamModule } from '../upstreams/upstream.module.ts';
import { CookieJars } from './cookie-jars.ts';
import { CustomerTokens } from './customer-tokens.ts';
import { FormSessions } from './form-sessions.ts';
import { PortalBridges } from './portal-bridges.ts';
import { PortalCallers } from './portal-callers.ts';
import { SigningKeys } from './signing-keys.ts';
import { ShadowRequester } from './upstream-requester.ts';

/** Global, because the shadow asks through it. */
@Global()
@Module({
  imports: [SessionModule, UpstreamModule, BindingModule],
  providers: [
    SigningKeys,
    CustomerTokens,
    PortalSites,
    CookieJars,
    FormSessions,
    PortalBridges,
    PortalCallers,
    ShadowRequester,
    { provide: upstreamRequesterToken, useExisting: ShadowRequester },
  ],
  exports: [
    SigningKeys,
    CustomerTokens,
    PortalSites,
    CookieJars,
    FormSessions,
    PortalBridges,
    PortalCallers,
    ShadowRequester,
    upstreamRequesterToken,
  ],
})
export class BridgeModule {}
