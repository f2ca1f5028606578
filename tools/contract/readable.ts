import type { Finding } from './findings.ts';
import type { Report } from './notes.ts';

const count = new Intl.NumberFormat('en');

/** A report as a person reads it; what was not understood comes last, where the eye is. */
export function readable(report: Report): string {
  const { system, url, answers, records, holds, unread, skipped, findings, shown } = report;
  const sections = [
    [`${system} at ${url}`],
    section(
      'Asked',
      Object.entries(answers).map(([operation, times]) => `${operation}: ${times} answers`),
    ),
    section('Holds', holds),
    section(
      'Not asked',
      skipped.map(({ what, why }) => `${what}: ${why}`),
    ),
    section(
      'Came and is not read (what was renamed is among these)',
      Object.entries(unread).map(([operation, names]) => `${operation}: ${names.join(', ')}`),
    ),
    section('Not understood', findings.map(describeFinding)),
    shown === undefined ? [] : ['As it is understood:', JSON.stringify(shown, null, 2)],
    [
      `${count.format(records.understood)} of ${count.format(records.came)} records understood, ` +
        `${findings.length === 0 ? 'nothing else amiss' : `${findings.length} findings`}.`,
    ],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function describeFinding({ operation, field, problem, came, count: times, records }: Finding): string {
  const place = field === '' ? operation : `${operation}  ${field}`;
  const instead = came === undefined ? '' : ` (${came} came)`;
  const examples = records.length === 0 ? '' : `: ${records.join(', ')}${times > records.length ? ', …' : ''}`;
  return `${place}: ${problem}${instead}, ${count.format(times)} ${times === 1 ? 'time' : 'times'}${examples}`;
}
