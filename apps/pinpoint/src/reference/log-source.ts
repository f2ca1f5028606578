import type { LogEntry } from '@wellspring/contract-pinpoint';

/** Where log lines are kept. */
export interface LogSource {
  /** Every line of one request, in order of time. */
  byReference(traceId: string): Promise<LogEntry[]>;
  /** The last requests of a customer, newest first. */
  byCustomer(customerId: string, limit: number): Promise<LogEntry[]>;
}

export const logSourceToken = Symbol('LogSource');

const shown = new Set(['@timestamp', 'message', 'log.level', 'service.name', 'ecs.version', 'service.version']);

/** @returns undefined for a line that is none of ours */
export function toLogEntry(line: Readonly<Record<string, unknown>>): LogEntry | undefined {
  const { '@timestamp': at, message, 'log.level': level, 'service.name': service } = line;
  if (typeof at !== 'string' || typeof message !== 'string' || typeof service !== 'string') return undefined;
  const fields = Object.fromEntries(Object.entries(line).filter(([name]) => !shown.has(name)));
  return { at, service, level: typeof level === 'string' ? level : 'info', message, fields };
}

export function inOrderOfTime(entries: readonly LogEntry[]): LogEntry[] {
  return entries.toSorted((a, b) => a.at.localeCompare(b.at));
}
