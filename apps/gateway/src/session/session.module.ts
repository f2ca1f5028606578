import { Module } from '@nestjs/common';
import { Sealer } from '@wellspring/auth/sealing';
import { SessionSettings } from '../config.ts';
import { OidcClient } from './oidc.client.ts';
import { Revocations } from './revocations.ts';
import { SessionCookie } from './session-cookie.ts';
import { SessionStore } from './session.store.ts';
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
    SessionCookie,
    VisitorCookie,
    SessionStore,
    Revocations,
    Sessions,
    OidcClient,
  ],
  exports: [Sealer, SessionCookie, VisitorCookie, SessionStore, Sessions, OidcClient],
})
export class SessionModule {}
