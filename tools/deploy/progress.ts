/** What a person following a deployment reads. With --json it goes to stderr, and the result alone to stdout. */
import type { FieldChange } from './diff.ts';
import { isEmptyPlan, type ServicePlan } from './plan.ts';

export interface Progress {
  step: (service: string, text: string) => void;
  line: (text: string) => void;
}

export function progressTo(stream: NodeJS.WritableStream): Progress {
  const startedMs = performance.now();
  const time = (): string => `${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(6)} s`;
  return {
    step: (service, text) => {
      stream.write(`${time()}  ${service.padEnd(10)} ${text}\n`);
    },
    line: (text) => {
      stream.write(`${text}\n`);
    },
  };
}

export function describePlan(plan: ServicePlan): string {
  if (isEmptyPlan(plan)) return `  ${plan.service}: nothing to do`;
  const lines = [`${plan.installs ? '+' : '~'} ${plan.service}${reasonBesideChanges(plan)}`];
  for (const hook of plan.hooks) lines.push(`    first: ${hook}`);
  for (const { object, action, fields } of plan.changes) {
    lines.push(`    ${{ create: '+', change: '~', delete: '-' }[action]} ${object}`);
    for (const field of fields) lines.push(`        ${describeField(field)}`);
  }
  for (const { object, fields } of plan.drift) {
    lines.push(`    ! ${object} was changed by hand`);
    for (const { path, before, after } of fields)
      lines.push(`        ${path}: is ${show(before)}, was released as ${show(after)}`);
  }
  return lines.join('\n');
}

function reasonBesideChanges({ repairs, outdatedRecord }: ServicePlan): string {
  if (repairs) return ' (the last attempt did not succeed)';
  return outdatedRecord ? ' (is as it should be, but not as Helm released it last)' : '';
}

export function describeField({ path, before, after }: FieldChange): string {
  if (before === undefined) return `+ ${path}: ${show(after)}`;
  if (after === undefined) return `- ${path}: ${show(before)}`;
  return `~ ${path}: ${show(before)} → ${show(after)}`;
}

export function table(rows: Record<string, string | number>[]): string {
  const [first] = rows;
  if (!first) return '';
  const columns = Object.keys(first);
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
