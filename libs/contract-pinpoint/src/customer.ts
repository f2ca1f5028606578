import type { Incident } from './incident.ts';
import type { LogEntry } from './reference.ts';

/** What is known of one customer: `GET /operations/v1/customers/{customer}`. */
export interface CustomerDocument {
  readonly customer: string;
  /** Their last requests, newest first. */
  readonly requests: readonly LogEntry[];
  /** Those during which a request of theirs failed. */
  readonly incidents: readonly Incident[];
  /** Who looked at this customer, newest first; `null` while the database is away. */
  readonly looks: readonly { readonly at: string; readonly operator: string }[] | null;
}
