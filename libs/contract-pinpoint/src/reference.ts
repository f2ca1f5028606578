/** One line of a log, as far as somebody who looks for a request needs it. */
export interface LogEntry {
  readonly at: string;
  readonly service: string;
  readonly level: string;
  readonly message: string;
  /** Everything else the line says: outcome, duration, route, error. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** `GET /operations/v1/references/{reference}` */
export interface ReferenceDocument {
  /** The trace id that was asked for. */
  readonly reference: string;
  /** Every line of the request, in order of time. */
  readonly items: readonly LogEntry[];
}
