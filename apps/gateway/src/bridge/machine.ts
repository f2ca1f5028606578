/** Another system of the operator, as its token from identity says. */
export interface Machine {
  /** `client:` and its name at identity: what services know it by, and no customer's number. */
  readonly id: string;
  readonly clientId: string;
  /** What it may do, separated by spaces. */
  readonly scope: string;
}
