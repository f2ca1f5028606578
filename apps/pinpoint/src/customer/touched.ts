import type { Incident, LogEntry } from '@wellspring/contract-pinpoint';

/** Incidents during which a request failed: what a customer means by "yesterday evening it did not work". */
export function incidentsThatTouched(
  requests: readonly LogEntry[],
  incidents: readonly Incident[],
  nowMs: number,
): Incident[] {
  const failures = requests
    .filter(({ fields }) => fields['event.outcome'] === 'failure')
    .map(({ at }) => Date.parse(at));
  return incidents.filter(({ sinceMs, resolvedMs = nowMs }) =>
    failures.some((atMs) => atMs >= sinceMs && atMs <= resolvedMs),
  );
}
