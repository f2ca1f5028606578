/** Who a request is for, as the gateway vouches for it. Only a verified token makes one. */
export interface Customer {
  /** Customer number, e.g. `C-1001`. */
  readonly id: string;
  /** Session at the gateway. */
  readonly sessionId: string | undefined;
  readonly email: string | undefined;
  readonly name: string | undefined;
  /** BCP 47 language tag. */
  readonly locale: string | undefined;
}
