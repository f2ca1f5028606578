import { Module } from '@nestjs/common';
import { OperatorGuard } from './operator.guard.ts';
import { OperatorSettings } from './operator.settings.ts';
import { OperatorTokens } from './operator-tokens.ts';

/** What a module on the management port imports to use {@link OperatorGuard}. Needs {@link OperatorSettings}. */
@Module({
  providers: [OperatorGuard, { provide: OperatorTokens, inject: [OperatorSettings], useFactory: operatorTokens }],
  exports: [OperatorGuard, OperatorTokens],
})
export class OperatorsModule {}

function operatorTokens(settings: OperatorSettings): OperatorTokens {
  return new OperatorTokens({
    jwksUrl: new URL(settings.operatorJwksUrl),
    issuer: settings.operatorIssuer ?? `${new URL(settings.publicUrl).origin}/identity`,
    audience: settings.operatorAudience,
    breakGlassToken: settings.operationsToken,
  });
}
