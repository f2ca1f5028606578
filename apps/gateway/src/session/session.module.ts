import { Module } from '@nestjs/common';
import { PendingSignIns } from '@wellspring/auth/relying-party';
import { Sealer } from '@wellspring/auth/sealing';
import { SessionSettings } from '../config.ts';
import { BackChannelLogout } from './back-channel-logout.ts';
import { OidcClient } from './oidc.client.ts';
import { ProviderSignOut } from './provider-sign-out.ts';
import { Revocations } from './revocations.ts';
import { SessionCookie } from './session-cookie.ts';
import { SessionStore } from './session.store.ts';
import { SessionOperations } from './session-operations.ts';
import { Sessions } from './sessions.ts';
import { VisitorCookie } from './visitor-cookie.ts';

@Module({
  providers: [
    {
      provide: Sealer,
      inject: [SessionSettings],
      useFactory: (settings: SessionSettings) =>
        new Sealer(
          'gateway',
          settings.sessionKeys.map((key) => Buffer.from(key, 'base64url')),
        ),
    },
    {
      provide: PendingSignIns,
      inject: [Sealer, SessionSettings],
      useFactory: (sealer: Sealer, { signInTtlMs }: SessionSettings) =>
        new PendingSignIns(sealer, { prefix: '__Host-sign-in-', lifetimeMs: signInTtlMs }),
    },
    SessionCookie,
    VisitorCookie,
    SessionStore,
    Revocations,
    Sessions,
    OidcClient,
    ProviderSignOut,
    BackChannelLogout,
    SessionOperations,
  ],
  exports: [
    PendingSignIns,
    Sealer,
    SessionCookie,
    VisitorCookie,
    SessionStore,
    Sessions,
    Revocations,
    OidcClient,
    ProviderSignOut,
    BackChannelLogout,
    SessionOperations,
  ],
})
export class SessionModule {}
