/** A signed-in customer, as far as every request needs to know: all of it travels in the sealed cookie. */
export interface Session {
  id: string;
  customerId: string;
  email: string;
  name: string;
  locale: string;
  segment: string | undefined;
  /** `sid` of the provider's session it came from; none when the old side vouched for the customer. */
  providerSession: string | undefined;
  /** The old portal that vouches for the customer; none when the provider does. */
  openedFrom: string | undefined;
  /** Epoch milliseconds of the sign-in: renewal never moves it. */
  startedAt: number;
  /** Epoch milliseconds of the last renewal. */
  issuedAt: number;
  expiresAt: number;
}

/** Where a session comes from: what ends with it there, and what has to vouch for it. */
export type Origin = Partial<Pick<Session, 'providerSession' | 'openedFrom'>>;

/** Who somebody proved to be, on either side. */
export interface Identity {
  customerId: string;
  email: string;
  name: string;
  locale: string;
  segment: string | undefined;
}
