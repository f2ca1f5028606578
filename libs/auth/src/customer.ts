/**
 * Who a request is for, as the gateway vouches for it. Only a verified token makes one. Staff and machines come in the same
 * way: they are nobody's customer, and what they may do beyond that is in the scopes.
 */
export interface Customer {
  /** Customer number, e.g. `C-1001`. */
  readonly id: string;
  /** Session at the gateway. */
  readonly sessionId: string | undefined;
  readonly email: string | undefined;
  readonly name: string | undefined;
  /** BCP 47 language tag. */
  readonly locale: string | undefined;
  /** What the token allows beside what a customer may do (RFC 8693, section 4.2: `scope`). */
  readonly scopes: ReadonlySet<string>;
}
