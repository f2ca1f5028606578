import type { Change } from './change.ts';
import type { Incident, ToldSymptom } from './incident.ts';

/**
 * `answers`: it gave its metrics. `refused`: nobody listens there. `silent`: it took the connection, or should have, and
 * said nothing in time. `unreadable`: what it said are no metrics.
 */
export type ProcessState = 'answers' | 'refused' | 'silent' | 'unreadable';

export interface ProcessDocument {
  readonly service: string;
  readonly instance: string;
  readonly state: ProcessState;
  readonly tookMs: number;
  readonly version?: string | undefined;
}

/** The calls of one process to another over the last half minute. */
export interface EdgeDocument {
  readonly caller: string;
  readonly callee: string;
  readonly operation: string;
  readonly perSecond: number;
  readonly failedShare: number;
  readonly meanMs: number;
}

/** One number over the last minutes, for the time line: a value for every few seconds. */
export interface Signal {
  readonly name: string;
  readonly unit: 'per second' | '%' | 'ms';
  readonly points: readonly (readonly [atMs: number, value: number])[];
}

/** `GET /operations/v1/now`, and every `now` of the server-sent events: everything about this moment. */
export interface NowDocument {
  readonly at: string;
  readonly incidents: readonly Incident[];
  readonly symptoms: readonly ToldSymptom[];
  readonly processes: readonly ProcessDocument[];
  readonly edges: readonly EdgeDocument[];
  /** The newest first. */
  readonly changes: readonly Change[];
  readonly signals: readonly Signal[];
}

/** `GET /operations/v1/incidents/{id}`: with its signals, and the changes on the same axis. */
export interface IncidentDocument {
  readonly incident: Incident;
  readonly signals: readonly Signal[];
  readonly changes: readonly Change[];
}
