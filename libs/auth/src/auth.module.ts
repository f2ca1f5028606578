import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CallerGuard } from './caller.guard.ts';
import { CallerTokens } from './caller-tokens.ts';
import { VerificationKeys } from './verification-keys.ts';

/**
 * Closes a service: with it imported (and `AuthSettings` among the settings) every route needs a token of the gateway unless
 * it is `@Public()`.
 */
@Global()
@Module({
  providers: [VerificationKeys, CallerTokens, { provide: APP_GUARD, useClass: CallerGuard }],
  exports: [CallerTokens],
})
export class AuthModule {}
