import type { Incident } from '@wellspring/contract-pinpoint';

export interface Addresses {
  readonly consoleUrl: string;
  readonly runbookUrl: string;
}

/** One alert of Alertmanager's API v2 (`POST /api/v2/alerts`). */
export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt?: string;
  readonly generatorURL: string;
}

/** Labels are what an alert is told apart by, so they stay the same while the incident becomes better known. */
export function alertOf(incident: Incident, addresses: Addresses, expiresMs: number): Alert {
  const { id, state, masked, openedMs, resolvedMs, diagnosis } = incident;
  return {
    labels: {
      alertname: 'WellspringIncident',
      incident: id,
      severity: masked || diagnosis.firstAid.action === 'none' ? 'info' : 'page',
    },
    annotations: {
      summary: diagnosis.headline,
      description: diagnosis.evidence
        .filter(({ verdict }) => verdict === 'for')
        .map(({ about, text }) => `${about}: ${text}`)
        .join('\n'),
      first_aid: diagnosis.firstAid.text,
      runbook_url: runbookAt(incident, addresses),
    },
    startsAt: new Date(openedMs).toISOString(),
    // One that is not sent again is over by itself: Alertmanager forgets it then, and so does whoever was called.
    endsAt: new Date(state === 'resolved' ? (resolvedMs ?? openedMs) : expiresMs).toISOString(),
    generatorURL: incidentAt(incident, addresses),
  };
}

export function webhookBody(what: string, incident: Incident, addresses: Addresses): object {
  return { what, url: incidentAt(incident, addresses), runbook: runbookAt(incident, addresses), incident };
}

function incidentAt({ id }: Incident, { consoleUrl }: Addresses): string {
  return `${consoleUrl}/incidents/${id}`;
}

function runbookAt({ diagnosis }: Incident, { runbookUrl }: Addresses): string {
  return `${runbookUrl}/${diagnosis.kind}.md`;
}
