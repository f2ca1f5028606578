import type { EdgeDocument, Incident, ProcessDocument, Signal } from '@wellspring/contract-pinpoint';
import type { Edge } from '../graph/edge.ts';
import { edgesOf } from '../graph/edges-of.ts';
import type { History } from '../signals/history.ts';

const lineTicks = 600;
const stepTicks = 5;
const recentTicks = 30;

export function processesIn(history: History): ProcessDocument[] {
  const { tick } = history;
  return history.processes.map((process) => ({
    service: process.service,
    instance: process.instance,
    state: process.state(tick) ?? 'silent',
    tookMs: Math.round(process.tookMs.at(tick) ?? 0),
    version: process.all('service_info').find(({ ring }) => ring.at(tick) !== undefined)?.labels['version'],
  }));
}

export function edgesIn(history: History): EdgeDocument[] {
  const span = { from: history.tick - recentTicks + 1, to: history.tick };
  return history.processes
    .flatMap(edgesOf)
    .map((edge) => {
      const { total, failed } = edge.calls(span);
      const { caller, callee, operation } = edge.id;
      return {
        caller,
        callee,
        operation,
        perSecond: total / recentTicks,
        failedShare: total === 0 ? 0 : failed / total,
        meanMs: edge.durations(span).meanMs,
      };
    })
    .filter(({ perSecond }) => perSecond > 0)
    .toSorted((a, b) => b.failedShare - a.failedShare || b.perSecond - a.perSecond);
}

/** What customers do and get: requests, and those that failed. */
export function trafficSignals(history: History): Signal[] {
  const rings = history.processes.flatMap((process) => process.all('migration_requests_total'));
  const of = (outcomes: readonly string[]): Signal['points'] =>
    points(history, (span) =>
      rings
        .filter(({ labels }) => outcomes.includes(labels['outcome'] ?? ''))
        .reduce((sum, { ring }) => sum + ring.sum(span) / stepTicks, 0),
    );
  return [
    { name: 'requests of customers', unit: 'per second', points: of(['ok', 'failed', 'fallback']) },
    { name: 'failed', unit: 'per second', points: of(['failed']) },
    { name: 'answered by the other side', unit: 'per second', points: of(['fallback']) },
  ];
}

/** The calls that an incident is about: how many fail, and how long they take. */
export function signalsOf(history: History, { subject, operations }: Incident['diagnosis']): Signal[] {
  const edges = history.processes
    .flatMap(edgesOf)
    .filter(({ id }) => subject.endsWith(id.callee) || id.caller === subject)
    .filter(({ id }) => operations.length === 0 || operations.includes(id.operation));
  const byCallee = Map.groupBy(edges, ({ id }) => id.callee);
  return [...byCallee].flatMap(([callee, group]) => [
    { name: `calls to ${callee} that fail`, unit: '%', points: points(history, (span) => failedPercent(group, span)) },
    { name: `duration of calls to ${callee}`, unit: 'ms', points: points(history, (span) => meanMs(group, span)) },
  ]);
}

interface Span {
  from: number;
  to: number;
}

function points(history: History, value: (span: Span) => number): Signal['points'] {
  const first = Math.max(0, history.tick - lineTicks + 1);
  const line: [number, number][] = [];
  for (let from = first; from + stepTicks - 1 <= history.tick; from += stepTicks) {
    const to = from + stepTicks - 1;
    line.push([history.atMs(to), Math.round(value({ from, to }) * 100) / 100]);
  }
  return line;
}

function failedPercent(edges: readonly Edge[], span: Span): number {
  const calls = edges.map((edge) => edge.calls(span));
  const total = calls.reduce((sum, each) => sum + each.total, 0);
  return total === 0 ? 0 : (100 * calls.reduce((sum, { failed }) => sum + failed, 0)) / total;
}

function meanMs(edges: readonly Edge[], span: Span): number {
  const durations = edges.map((edge) => edge.durations(span));
  const count = durations.reduce((sum, each) => sum + each.count, 0);
  return count === 0 ? 0 : durations.reduce((sum, each) => sum + each.meanMs * each.count, 0) / count;
}
