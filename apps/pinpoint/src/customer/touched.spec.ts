import { describe, expect, it } from '@jest/globals';
import type { Incident, LogEntry } from '@wellspring/contract-pinpoint';
import { incidentsThatTouched } from './touched.ts';

const request = (second: number, outcome: string): LogEntry => ({
  at: new Date(second * 1_000).toISOString(),
  service: 'gateway',
  level: 'info',
  message: 'GET /invoices',
  fields: { 'event.outcome': outcome },
});

const incident = (id: string, from: number, to?: number): Incident => ({
  id,
  state: to === undefined ? 'open' : 'resolved',
  masked: false,
  sinceMs: from * 1_000,
  openedMs: from * 1_000,
  updatedMs: from * 1_000,
  resolvedMs: to === undefined ? undefined : to * 1_000,
  diagnosis: {
    kind: 'unknown',
    subject: 'billing',
    operations: [],
    instances: [],
    suspects: [],
    headline: '',
    evidence: [],
    symptoms: [],
    firstAid: { action: 'look', text: '' },
    change: undefined,
    runbook: '',
  },
  story: [],
});

function touched(requests: LogEntry[], ...incidents: Incident[]): string[] {
  return incidentsThatTouched(requests, incidents, 1_000_000).map(({ id }) => id);
}

describe('an incident touched a customer', () => {
  it('when a request of theirs failed while it lasted', () => {
    const incidents = [incident('before', 10, 20), incident('then', 30, 50), incident('now', 60)];
    expect(touched([request(40, 'failure')], ...incidents)).toEqual(['then']);
    expect(touched([request(70, 'failure')], ...incidents)).toEqual(['now']);
  });

  it('not when all went well for them', () => {
    expect(touched([request(40, 'success')], incident('then', 30, 50))).toEqual([]);
  });
});
