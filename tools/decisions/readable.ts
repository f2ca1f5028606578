/** What an operations API answered, for people. */
import { table } from '../operations/table.ts';
import { auditOf, listOf, oneOf, type ResolutionAnswer } from './answers.ts';
import type { Decidable, SeenCommand } from './decidable.ts';
import { idNameOf } from './names.ts';

export function readableList<Seen extends SeenCommand>(kind: Decidable<Seen>, answer: unknown): string {
  const { items, total } = listOf(kind, answer);
  if (items.length === 0) return 'There are none.';
  const columns = Object.entries(kind.columns);
  const header = [kind.noun, ...columns.map(([name]) => name), 'state', 'since'].map((name) => name.toUpperCase());
  const rows = items.map((each) => [
    each.id,
    ...columns.map(([, cell]) => cell(each)),
    each.reason === null ? each.state : `${each.state}: ${each.reason}`,
    moment(each.since),
  ]);
  const more = total > items.length ? [`${total - items.length} more are not shown (--limit).`] : [];
  return [table(header, rows), ...more].join('\n');
}

export function readableOne<Seen extends SeenCommand>(kind: Decidable<Seen>, answer: unknown): string {
  const { seen, history } = oneOf(kind, answer);
  const facts: [string, string][] = [
    [kind.noun, seen.id],
    ...Object.entries(kind.columns).map(([name, cell]): [string, string] => [name, cell(seen)]),
    ['state', `${seen.state} since ${moment(seen.since)}`],
    ['why', seen.reason ?? '-'],
    ['asked for', moment(seen.createdAt)],
    ...Object.entries(kind.facts(seen)),
    ['to decide', seen.actions.join(', ') || 'nothing'],
  ];
  const decided = history.length > 0 ? ['', readableResolutions(kind, history)] : [];
  return [...facts.map(([name, value]) => `${name.padEnd(11)} ${value}`), ...decided].join('\n');
}

export function readableAudit<Seen extends SeenCommand>(kind: Decidable<Seen>, answer: unknown): string {
  const resolutions = auditOf(answer);
  return resolutions.length === 0 ? 'Nothing was decided.' : readableResolutions(kind, resolutions);
}

function readableResolutions<Seen extends SeenCommand>(
  kind: Decidable<Seen>,
  resolutions: readonly ResolutionAnswer[],
): string {
  const rows = resolutions.map((each) => [
    moment(each.at),
    String(each[idNameOf(kind)]),
    [each.action, ...Object.values(each.details)].join(' '),
    `${each.problem ?? '-'} → ${each.ledTo}`,
    each.operator,
    each.reason,
  ]);
  return table(['WHEN', kind.noun.toUpperCase(), 'WHAT', 'FROM → TO', 'WHO', 'WHY'], rows);
}

/** An instant of an answer, to the second. */
export function moment(iso: string): string {
  return iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}
