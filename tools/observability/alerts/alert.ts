/** What somebody is told of, apart from how Grafana wants it written. */

/** A page wakes somebody; a ticket is looked at in working hours. */
export type Severity = 'page' | 'ticket';

/** One figure for each thing, of the time just before, and what it may not be. */
export interface Condition {
  /** With `$timeFilter` for the window. */
  influxql: string;
  windowSeconds: number;
  above?: number;
  below?: number;
}

export interface Alert {
  /** Also the name of its page in docs/runbooks. */
  name: string;
  /** What it is for alone, where others of its name are for the rest. */
  of?: string;
  title: string;
  severity: Severity;
  /** All have to hold, for the same thing. */
  conditions: Condition[];
  /** How long they have to hold. */
  forSeconds: number;
  /** For a person; `{{ $labels.capability }}` is the tag of the thing. */
  summary: string;
  /** Whether it is bad not to know. */
  withoutData?: 'fine' | 'alerting';
}
