import { DependencyError, type RecordForm } from '@wellspring/platform';
import { type Finding, fieldName, Findings } from './findings.ts';
import { type Heard, knownTo, type Problem } from './listening-client.ts';
import { nameOf, shapeOf, valueAt } from './shape-of.ts';

export interface Report {
  system: string;
  url: string;
  /** How many answers there were, by operation. */
  answers: Record<string, number>;
  /** Records that came, and those of them that were understood. */
  records: { came: number; understood: number };
  /** Statements that hold. */
  holds: string[];
  findings: Finding[];
  /** Attributes that came and are not read, by operation: a renamed one is among them. */
  unread: Record<string, string[]>;
  skipped: { what: string; why: string }[];
  /** The record that was to be shown, as it is understood. */
  shown?: unknown;
}

/** What is noted while a system is asked. */
export class Notes {
  readonly holds: string[] = [];
  readonly skipped: Report['skipped'] = [];
  shown: unknown;
  private readonly findings = new Findings();
  private readonly answers: Record<string, number> = {};
  private readonly unread = new Map<string, Set<string>>();
  private came = 0;
  private understood = 0;

  heard({ operation, body, problems, known }: Heard): void {
    this.answers[operation] = (this.answers[operation] ?? 0) + 1;
    this.noteUnread(operation, body, known);
    for (const problem of problems) this.noteProblem(operation, body, problem, recordAt(body, problem.path));
  }

  /** Reads one record with what the adapter reads it with, and with its schema, which names every place and not the first. */
  read<R>(operation: string, payload: unknown, { schema, read }: RecordForm<R>): R | undefined {
    this.came += 1;
    this.noteUnread(operation, payload, knownTo(schema));
    const outcome = read(payload);
    if ('record' in outcome) {
      this.understood += 1;
      return outcome.record;
    }
    const name = nameOf(payload);
    const problems = schema.safeParse(payload).error?.issues ?? [];
    for (const problem of problems) this.noteProblem(operation, payload, problem, name);
    // The form is right, and still it cannot be true.
    if (problems.length === 0) this.note(operation, outcome.rejected.reason, name);
    return undefined;
  }

  /** Something that is not what the service relies on. */
  note(operation: string, problem: string, record?: string): void {
    this.findings.note({ operation, field: '', problem, came: undefined }, record);
  }

  failed(error: unknown): void {
    if (!(error instanceof DependencyError)) throw error;
    const { operation, outcome, detail } = error;
    // What exactly does not fit was heard before.
    if (outcome === 'bad_payload' && detail !== 'not JSON') return;
    this.note(operation, `it did not answer: ${detail ?? outcome}`);
  }

  report(system: string, url: string): Report {
    return {
      system,
      url,
      answers: this.answers,
      records: { came: this.came, understood: this.understood },
      holds: this.holds,
      findings: this.findings.all,
      unread: Object.fromEntries([...this.unread].map(([operation, names]) => [operation, [...names]])),
      skipped: this.skipped,
      ...(this.shown !== undefined && { shown: this.shown }),
    };
  }

  private noteProblem(operation: string, body: unknown, { path, message }: Problem, record: string | undefined): void {
    const came = shapeOf(valueAt(body, path));
    this.findings.note({ operation, field: fieldName(path), problem: message, came }, record);
  }

  private noteUnread(operation: string, body: unknown, known: readonly string[] | undefined): void {
    if (known === undefined || typeof body !== 'object' || body === null || Array.isArray(body)) return;
    const unread = Object.keys(body).filter((name) => !known.includes(name));
    if (unread.length === 0) return;
    const names = this.unread.get(operation) ?? new Set();
    for (const name of unread) names.add(name);
    this.unread.set(operation, names);
  }
}

/** Whose place in a list of records a path leads to. */
function recordAt(body: unknown, [list, index]: readonly PropertyKey[]): string | undefined {
  if (list === undefined || typeof index !== 'number') return undefined;
  return nameOf(valueAt(body, [list, index])) ?? `number ${index + 1}`;
}
