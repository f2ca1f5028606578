/** What the gateway answered, for people. */
import {
  auditAnswer,
  type CapabilityAnswer,
  capabilityAnswer,
  customerAnswer,
  parityAnswer,
  type PositionAnswer,
  statusAnswer,
} from './answers.ts';
// eslint-disable-next-line @nx/enforce-module-boundaries
import { printable } from '../../apps/gateway/src/yaml-file/printable.ts';
import { table } from '../operations/table.ts';

export function readableStatus(answer: unknown): string {
  const { file, decisions, capabilities } = statusAnswer.parse(answer);
  const rows = capabilities.map((each) => [
    each.name,
    place(each),
    each.traffic.newShare === null ? '-' : `${percent(each.traffic.newShare)} of requests new`,
    side(each.traffic.legacy),
    side(each.traffic.new),
    each.guardrails.state,
    each.parity === null ? '-' : parityInWords(each.parity),
    each.drift.map(({ key, file: declared }) => `file says ${key} ${declared}`).join(', ') || '-',
  ]);
  const header = ['CAPABILITY', 'STAGE', 'TRAFFIC', 'OLD err p95', 'NEW err p95', 'GUARDRAIL', 'PARITY', 'DRIFT'];
  const notes = [
    ...(decisions.connected
      ? []
      : ['The database is away: the last known decisions are in force. A rollback is in force on this replica alone.']),
    ...(file.refused?.errors ?? []).map(
      ({ line, key, reason }) => `The file on disk is refused: line ${line} ${printable(key)}: ${printable(reason)}`,
    ),
    ...capabilities.flatMap(({ name, override }) => (override === null ? [] : [`${name}: ${decision(override)}`])),
  ];
  return [table(header, rows), ...notes].join('\n');
}

export function readableCapability(answer: unknown): string {
  const capability = capabilityAnswer.parse(answer);
  const { name, override, gates, drift } = capability;
  return [
    `${name}: ${place(capability)}`,
    ...(override === null ? [] : [`  decided by ${decision(override)}`]),
    ...drift.map(({ key, file }) => `  the file says ${key} ${file}`),
    ...gates.map(
      ({ gate, verdict, reasons }) =>
        `  ${gate}: ${verdict}${reasons.length > 0 ? ` (${printable(reasons.join('; '))})` : ''}`,
    ),
  ].join('\n');
}

export function readableCustomer(answer: unknown): string {
  const { customer, capabilities } = customerAnswer.parse(answer);
  const rows = capabilities.map(({ name, side, because }) => [name, side === 'new' ? 'new' : 'old', because]);
  return [printable(customer), table(['CAPABILITY', 'SIDE', 'BECAUSE'], rows)].join('\n');
}

export function readableAudit(answer: unknown): string {
  const { items } = auditAnswer.parse(answer);
  if (items.length === 0) return 'Nothing was decided.';
  const rows = items.map((entry) => [
    moment(entry.at),
    entry.capability,
    entry.forced ? `${entry.action} (forced)` : entry.action,
    `${entry.from === null ? '-' : position(entry.from)} → ${position(entry.to)}`,
    entry.actor,
    entry.reason,
  ]);
  return table(['WHEN', 'CAPABILITY', 'WHAT', 'FROM → TO', 'WHO', 'WHY'], rows);
}

export function readableParity(answer: unknown): string {
  const { summary, groups } = parityAnswer.parse(answer);
  const facts = summary.facts.map((fact) => [fact.fact, ...[fact.compared, fact.differing, fact.noise].map(String)]);
  const passed = summary.notCompared.map(({ reason, requests }) => [reason, String(requests)]);
  const differences = groups.map(({ times, lastAt, route, fact, ...values }) => [
    String(times),
    moment(lastAt),
    route,
    fact,
    values.legacy,
    values.new,
  ]);
  const sections = [
    parityInWords(summary),
    ...(facts.length > 0 ? [table(['FACT', 'COMPARED', 'DIFFERENT', 'NOISE'], facts)] : []),
    ...(passed.length > 0 ? [table(['NOT COMPARED BECAUSE', 'REQUESTS'], passed)] : []),
    ...(differences.length > 0 ? [table(['TIMES', 'LAST', 'ROUTE', 'FACT', 'OLD', 'NEW'], differences)] : []),
  ];
  return sections.join('\n\n');
}

export function parityInWords({
  comparisons,
  differenceRate,
  coverage,
}: NonNullable<CapabilityAnswer['parity']>): string {
  if (differenceRate === null) return coverage === null ? 'nothing to compare' : 'nothing compared';
  const compared = coverage === null ? '' : `, ${percent(coverage)} of requests compared`;
  return `${percent(differenceRate)} of ${comparisons} comparisons differ${compared}`;
}

function decision({ actor, at, reason, written }: NonNullable<CapabilityAnswer['override']>): string {
  const where = written ? '' : ' (on this replica alone: the database is away. Decide at the others as well)';
  return `${printable(actor)} at ${moment(at)}: ${printable(reason)}${where}`;
}

function place(capability: CapabilityAnswer): string {
  return position(capability) + (capability.paused ? ', paused' : '');
}

function position({ stage, percent: share }: PositionAnswer): string {
  return stage === 'canary' ? `canary ${share} %` : stage;
}

function side({ requests, errorRate, p95Ms }: CapabilityAnswer['traffic']['new']): string {
  if (requests === 0) return '-';
  return p95Ms === undefined ? percent(errorRate) : `${percent(errorRate)} ${Math.round(p95Ms)} ms`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function moment(iso: string): string {
  return iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}
