import { Module } from '@nestjs/common';
import { PendingSignIns, RelyingParty } from '@wellspring/auth/relying-party';
import { Sealer } from '@wellspring/auth/sealing';
import { ConsoleSettings, SessionSettings } from '../config.ts';
import { OperatorSessions } from './operator-sessions.ts';
import { OriginGuard } from './origin.guard.ts';
import { SessionCookie } from './session-cookie.ts';
import { SessionController } from './session.controller.ts';
import { SessionGuard } from './session.guard.ts';
import { SignIn } from './sign-in.ts';

/** What the access token is for, as identity and the gateway name it. */
const operations = { resource: 'urn:wellspring:operations', scope: 'openid profile email operations' };

@Module({
  controllers: [SessionController],
  providers: [
    { provide: Sealer, inject: [SessionSettings], useFactory: sealer },
    { provide: RelyingParty, inject: [SessionSettings, ConsoleSettings], useFactory: relyingParty },
    { provide: PendingSignIns, inject: [Sealer, SessionSettings], useFactory: pendingSignIns },
    SessionCookie,
    OperatorSessions,
    SignIn,
    OriginGuard,
    SessionGuard,
  ],
  exports: [SessionCookie, OperatorSessions, OriginGuard, SessionGuard],
})
export class SessionModule {}

function sealer({ sessionKeys }: SessionSettings): Sealer {
  return new Sealer(
    'console',
    sessionKeys.map((key) => Buffer.from(key, 'base64url')),
  );
}

function pendingSignIns(sealer: Sealer, { signInTtlMs }: SessionSettings): PendingSignIns {
  return new PendingSignIns(sealer, { prefix: '__Host-console-sign-in-', lifetimeMs: signInTtlMs });
}

function relyingParty(session: SessionSettings, { consoleUrl }: ConsoleSettings): RelyingParty {
  return new RelyingParty({
    ...operations,
    issuer: new URL(session.oidcIssuer ?? `${new URL(session.publicUrl).origin}/identity`),
    backChannel: new URL(session.identityUrl),
    clientId: session.oidcClientId,
    clientSecret: session.oidcClientSecret,
    redirectUri: new URL('/sign-in/callback', consoleUrl),
    timeoutMs: session.oidcTimeoutMs,
  });
}
