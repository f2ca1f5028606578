import { Injectable } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import type { SignInOrigin, SignInOutcome } from './sign-in.ts';

/**
 * One line per attempt to sign in, as ECS describes authentication events. The person is `user.id` once known, else
 * `user.hash`: the same for every attempt on one account, and of no use to whoever reads the log.
 */
@Injectable()
export class SignInAudit {
  constructor(private readonly logger: Logger) {}

  record(result: SignInOutcome, { clientId, accounts, address }: SignInOrigin, userHash: string): void {
    const verified = result.outcome === 'verified';
    this.logger.info(verified ? 'Signed in' : 'Sign-in failed', {
      'event.category': 'authentication',
      'event.type': 'start',
      'event.action': 'sign-in',
      'event.outcome': verified ? 'success' : 'failure',
      'event.reason': result.outcome === 'locked' ? `locked by ${result.by}` : result.outcome,
      'user.hash': userHash,
      ...(verified ? { 'user.id': result.accountId } : {}),
      'client.ip': address,
      client: clientId,
      accounts,
    });
  }
}
