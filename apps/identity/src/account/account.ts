import type { AccountKind } from '../client/client.schema.ts';

/** Someone who can sign in, and what clients are told about them. */
export interface Account {
  /** `sub`: the customer's number, or `operator:` and the login. */
  id: string;
  kind: AccountKind;
  claims: {
    sub: string;
    email: string;
    name: string;
    locale: string;
    /** Customers only. */
    segment?: string;
    /** Operators only. */
    roles?: string[];
  };
}

/** What came of checking a password; `unavailable` means nobody could tell. */
export type Verification =
  { outcome: 'verified'; accountId: string } | { outcome: 'refused' } | { outcome: 'unavailable' };
