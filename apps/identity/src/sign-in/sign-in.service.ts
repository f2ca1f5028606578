import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account-directory.ts';
import type { Verification } from '../account/account.ts';
import { addressBlock } from '../client-address/client-address.ts';
import { HashingBusyError } from '../password/hashing-busy.error.ts';
import { type Attempt, SignInThrottle } from '../throttle/sign-in-throttle.ts';
import { Vault } from '../vault/vault.ts';
import { SignInAudit } from './sign-in.audit.ts';
import { SignInMetrics } from './sign-in.metrics.ts';
import type { Credentials, SignInOrigin, SignInOutcome } from './sign-in.ts';

/** Signing in with a password, guarded against guessing. */
@Injectable()
export class SignInService {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly throttle: SignInThrottle,
    private readonly vault: Vault,
    private readonly audit: SignInAudit,
    private readonly metrics: SignInMetrics,
  ) {}

  async signIn({ login, password }: Credentials, origin: SignInOrigin): Promise<SignInOutcome> {
    // Known or not, an account is limited by the name that was typed, and is never told apart by its limits.
    const user = this.vault.pseudonym(`${origin.accounts}:${login.toLowerCase()}`);
    const attempt: Attempt = { account: user, address: addressBlock(origin.address) };
    const outcome = await this.attempt(attempt, () => this.accounts.verify(origin.accounts, login, password));
    this.audit.record(outcome, origin, user);
    this.metrics.count(outcome, origin.accounts);
    return outcome;
  }

  private async attempt(attempt: Attempt, verify: () => Promise<Verification>): Promise<SignInOutcome> {
    const admission = await this.throttle.admit(attempt);
    if (!admission.admitted) return { outcome: 'locked', by: admission.by, retryAfterMs: admission.retryAfterMs };
    let verification: Verification;
    try {
      verification = await verify();
    } catch (error) {
      await this.throttle.withdrawn(attempt);
      if (error instanceof HashingBusyError) return { outcome: 'unavailable' };
      throw error;
    }
    if (verification.outcome === 'verified') await this.throttle.succeeded(attempt);
    if (verification.outcome === 'unavailable') await this.throttle.unanswered(attempt);
    return verification;
  }
}
