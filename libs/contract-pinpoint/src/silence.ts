/** Nobody is called about a subject until then, because somebody said so: `POST /operations/v1/silences`. */
export interface SilenceDocument {
  readonly id: string;
  readonly subject: string;
  readonly until: string;
  readonly reason: string;
  readonly operator: string;
}

/** `GET /operations/v1/silences` */
export interface SilencesDocument {
  /** Those in force. */
  readonly items: readonly SilenceDocument[];
}
