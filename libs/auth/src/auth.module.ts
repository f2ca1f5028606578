import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CustomerGuard } from './customer.guard.ts';
import { CustomerTokens } from './customer-tokens.ts';
import { VerificationKeys } from './verification-keys.ts';

/**
 * Closes a service: with it imported (and `AuthSettings` among the settings) every route needs a customer token unless
 * it is `@Public()`.
 */
@Global()
@Module({
  providers: [VerificationKeys, CustomerTokens, { provide: APP_GUARD, useClass: CustomerGuard }],
  exports: [CustomerTokens],
})
export class AuthModule {}
