/** Answers of pinpoint as people read them in a terminal. */
import { table } from '../operations/table.ts';
import type { IncidentAnswer, LogAnswer, NowAnswer } from './answers.ts';

export function nowInWords({ at, incidents, processes, changes }: NowAnswer): string {
  const open = incidents.filter(({ state }) => state === 'open');
  const away = processes.filter(({ state }) => state !== 'answers');
  return [
    `${clock(Date.parse(at))}  ${headline(open, processes.length)}`,
    ...open.map(incidentInWords),
    ...(away.length === 0 ? [] : [`Not answering: ${away.map(({ instance }) => instance).join(', ')}`]),
    ...(changes.length === 0 ? [] : ['Changed lately', ...changes.slice(0, 5).map(changeInWords)]),
  ].join('\n');
}

function headline(open: readonly IncidentAnswer[], processes: number): string {
  if (open.length === 0) return `All is well, as far as ${processes} processes say.`;
  const felt = open.filter(({ diagnosis }) => diagnosis.symptoms.some(({ kind }) => kind === 'failed'));
  if (felt.length === 0) return 'Something is wrong, and no customer notices.';
  return open.length === 1 ? 'Customers notice something.' : `Customers notice something; ${open.length} causes.`;
}

export function incidentInWords({ sinceMs, masked, diagnosis }: IncidentAnswer): string {
  const { evidence, firstAid, symptoms, runbook } = diagnosis;
  const lines = (verdict: 'for' | 'ruled-out'): string[] =>
    evidence.filter((each) => each.verdict === verdict).map(({ about, text }) => `      ${about}: ${text}`);
  const ruledOut = lines('ruled-out');
  return [
    '',
    `  ${diagnosis.headline}`,
    `    since ${clock(sinceMs)}${masked ? '; customers see nothing of it' : ''}`,
    ...symptoms.map(
      ({ capability, side, text }) => `    ${capability}${side === undefined ? '' : ` (${side})`}: ${text}`,
    ),
    '    what speaks for it',
    ...lines('for'),
    ...(ruledOut.length === 0 ? [] : ['    looked at and ruled out', ...ruledOut]),
    `    First aid: ${firstAid.text}`,
    ...(firstAid.command === undefined ? [] : [`      ${firstAid.command}`]),
    `    ${runbook}`,
    '',
  ].join('\n');
}

function changeInWords({ atMs, kind, subject, to, by }: NowAnswer['changes'][number]): string {
  return `  ${clock(atMs)}  ${kind} of ${subject}${to === undefined ? '' : `: ${to}`}${by === undefined ? '' : ` (${by})`}`;
}

/** A request across all services: when, who, what, and how each call ended. */
export function linesInWords({ items }: LogAnswer): string {
  if (items.length === 0) return 'No log line has this reference.';
  const first = Date.parse(items[0]?.at ?? '');
  return table(
    ['at', 'ms', 'service', 'level', 'what', 'took'],
    items.map(({ at, service, level, message, fields }) => [
      at.slice(11, 23),
      String(Date.parse(at) - first),
      service,
      level,
      [message, detailOf(fields)].filter((part) => part !== '').join('  '),
      took(fields['event.duration']),
    ]),
  );
}

/** What a line says of a call or an error beside its message. */
function detailOf(fields: Readonly<Record<string, unknown>>): string {
  const shown = ['service.target.name', 'event.action', 'event.reason', 'error.code', 'error.message'];
  return shown.flatMap((name) => (typeof fields[name] === 'string' ? [fields[name]] : [])).join(' ');
}

function took(nanoseconds: unknown): string {
  return typeof nanoseconds === 'number' ? `${(nanoseconds / 1_000_000).toFixed(1)} ms` : '';
}

function clock(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8);
}
