import { Injectable } from '@nestjs/common';
import { Metrics } from '@wellspring/platform';
import type { AccountKind } from '../client/client.schema.ts';
import type { SignInOutcome } from './sign-in.ts';

@Injectable()
export class SignInMetrics {
  private readonly signIns;

  constructor(metrics: Metrics) {
    this.signIns = metrics.counter({
      name: 'identity_sign_ins_total',
      help: 'Attempts to sign in: verified, refused, unavailable, locked_account or locked_address',
      labels: ['accounts', 'outcome'],
    });
  }

  count(result: SignInOutcome, accounts: AccountKind): void {
    const outcome = result.outcome === 'locked' ? `locked_${result.by}` : result.outcome;
    this.signIns.inc({ accounts, outcome });
  }
}
