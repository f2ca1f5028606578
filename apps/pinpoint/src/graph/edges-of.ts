import type { KeptSeries, ProcessHistory } from '../signals/history.ts';
import type { Ring } from '../signals/ring.ts';
import { Edge, type EdgeId, type EdgeRings } from './edge.ts';

interface Draft {
  outcomes: Map<string, Ring>;
  seconds: Ring[];
  counts: Ring[];
  underWay: Ring[];
  idle: Ring[];
}

const emptyDraft = (): Draft => ({ outcomes: new Map(), seconds: [], counts: [], underWay: [], idle: [] });

/** The name of a service's database among those that are called. */
export function databaseOf(service: string): string {
  return `database of ${service}`;
}

export function isDatabase(callee: string): boolean {
  return callee.startsWith(databaseOf(''));
}

/** Every edge a process has so far, read from the metrics in which the platform and the gateway count their calls. */
export function edgesOf(process: ProcessHistory): Edge[] {
  return [...clientEdges(process), ...upstreamEdges(process), ...databaseEdge(process)];
}

/** Outgoing calls of the platform's client, by operation. */
function clientEdges(process: ProcessHistory): Edge[] {
  const drafts = new Map<string, { id: EdgeId; draft: Draft }>();
  const draftOf = ({ labels }: KeptSeries): Draft => {
    const { dependency: callee = '', operation = '' } = labels;
    return draftFor(drafts, { ...from(process), callee, operation });
  };
  for (const series of process.all('http_client_requests_total')) {
    draftOf(series).outcomes.set(series.labels['outcome'] ?? '', series.ring);
  }
  for (const series of process.all('http_client_request_duration_seconds_sum'))
    draftOf(series).seconds.push(series.ring);
  for (const series of process.all('http_client_request_duration_seconds_count'))
    draftOf(series).counts.push(series.ring);
  for (const series of process.all('http_client_requests_in_flight')) {
    // What is under way is told of the dependency as a whole: a hang is the whole edge's, whichever operation hangs.
    for (const { id, draft } of drafts.values()) {
      if (id.callee === series.labels['dependency']) draft.underWay.push(series.ring);
    }
  }
  return finished(drafts);
}

/** What the gateway forwards, by upstream. */
function upstreamEdges(process: ProcessHistory): Edge[] {
  const drafts = new Map<string, { id: EdgeId; draft: Draft }>();
  const draftOf = ({ labels }: KeptSeries): Draft =>
    draftFor(drafts, { ...from(process), callee: labels['upstream'] ?? '', operation: '' });
  for (const series of process.all('gateway_upstream_response_duration_seconds_count')) {
    const draft = draftOf(series);
    draft.outcomes.set(series.labels['outcome'] ?? '', series.ring);
    draft.counts.push(series.ring);
  }
  for (const series of process.all('gateway_upstream_response_duration_seconds_sum')) {
    draftOf(series).seconds.push(series.ring);
  }
  for (const series of process.all('gateway_upstream_connections')) {
    const { state } = series.labels;
    if (state === 'open') draftOf(series).underWay.push(series.ring);
    if (state === 'idle') draftOf(series).idle.push(series.ring);
  }
  return finished(drafts);
}

function databaseEdge(process: ProcessHistory): Edge[] {
  const pool = process.all('db_pool_connections');
  if (pool.length === 0) return [];
  const draft = emptyDraft();
  const statements = process.one('db_statement_seconds_count', 'ok');
  if (statements !== undefined) draft.outcomes.set('ok', statements);
  for (const { labels, ring } of process.all('db_failures_total')) draft.outcomes.set(labels['reason'] ?? '', ring);
  for (const { ring } of process.all('db_statement_seconds_sum')) draft.seconds.push(ring);
  for (const { ring } of process.all('db_statement_seconds_count')) draft.counts.push(ring);
  for (const { ring } of process.all('db_statements_in_flight')) draft.underWay.push(ring);
  return [new Edge({ ...from(process), callee: databaseOf(process.service), operation: '' }, draft)];
}

function from({ service, instance }: ProcessHistory): Pick<EdgeId, 'caller' | 'instance'> {
  return { caller: service, instance };
}

function draftFor(drafts: Map<string, { id: EdgeId; draft: Draft }>, id: EdgeId): Draft {
  const key = `${id.callee}|${id.operation}`;
  const found = drafts.get(key) ?? { id, draft: emptyDraft() };
  drafts.set(key, found);
  return found.draft;
}

function finished(drafts: Map<string, { id: EdgeId; draft: EdgeRings }>): Edge[] {
  return [...drafts.values()].map(({ id, draft }) => new Edge(id, draft));
}
