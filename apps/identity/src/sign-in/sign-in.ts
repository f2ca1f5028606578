import type { Verification } from '../account/account.ts';
import type { AccountKind } from '../client/client.schema.ts';

export interface Credentials {
  login: string;
  password: string;
}

/** Where a sign-in comes from and what for. */
export interface SignInOrigin {
  clientId: string;
  accounts: AccountKind;
  address: string;
}

export type SignInOutcome = Verification | { outcome: 'locked'; by: 'account' | 'address'; retryAfterMs: number };
