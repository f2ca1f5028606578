import type { AuditOrigin } from '@wellspring/contract-gateway';

/** The filters of the audit as they stand in the page's address: readable, and in the operator's own time. */
export interface AuditFilters {
  capability: string;
  action: string;
  /** `operator`, `guardrail`, `file`, or a part of somebody's name. */
  who: string;
  /** `2026-11-22T03:00`, local. */
  since: string;
  until: string;
}

/** Who decides, by kind. */
export const auditOrigins = ['operator', 'guardrail', 'file'] as const satisfies readonly AuditOrigin[];
const names = ['capability', 'action', 'who', 'since', 'until'] as const;

export function filtersOf(address: URLSearchParams): AuditFilters {
  const read = (name: (typeof names)[number]): string => address.get(name) ?? '';
  return {
    capability: read('capability'),
    action: read('action'),
    who: read('who'),
    since: read('since'),
    until: read('until'),
  };
}

/** Leaves out what is not filtered by. */
export function addressOf(filters: AuditFilters): URLSearchParams {
  return new URLSearchParams(names.flatMap((name) => (filters[name] === '' ? [] : [[name, filters[name]]])));
}

/** As the operations API asks for them. */
export function queryOf({ capability, action, who, since, until }: AuditFilters): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') query.set(name, value);
  };
  set('capability', capability);
  set('action', action);
  if (auditOrigins.some((origin) => origin === who)) set('origin', who);
  else set('actor', who);
  set('since', instantOf(since));
  set('until', instantOf(until));
  return query;
}

function instantOf(local: string): string | undefined {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
