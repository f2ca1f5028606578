/** Who a request is from, as the gateway vouches for it. Only a verified token makes one. */
export type Caller = Customer | Machine;

interface Named {
  /** What the token allows beside what a customer may do (RFC 8693, section 4.2: `scope`). */
  readonly scopes: ReadonlySet<string>;
}

export interface Customer extends Named {
  readonly kind: 'customer';
  /** Customer number, e.g. `C-1001`. */
  readonly id: string;
  /** Session at the gateway. */
  readonly sessionId: string | undefined;
  readonly email: string | undefined;
  readonly name: string | undefined;
  /** BCP 47 language tag. */
  readonly locale: string | undefined;
}

/** Another system of the operator. It is nobody's customer, and may do what its scopes say and nothing else. */
export interface Machine extends Named {
  readonly kind: 'machine';
  /** `client:` and its name at identity, so that it is nobody's number. */
  readonly id: string;
}
