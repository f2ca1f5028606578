/** What could not be understood, the same kept together: a thousand records with one fault are one finding. */

export interface Finding {
  operation: string;
  /** `lines[].net`; empty for the answer or the record as a whole. */
  field: string;
  problem: string;
  /** What came instead, by its shape. */
  came: string | undefined;
  /** How often. */
  count: number;
  /** The first few records it is true of. */
  records: string[];
}

const mostExamples = 3;

export class Findings {
  private readonly found = new Map<string, Finding>();

  note(finding: Omit<Finding, 'count' | 'records'>, record?: string): void {
    const { operation, field, problem } = finding;
    const key = JSON.stringify([operation, field, problem]);
    const known = this.found.get(key) ?? { ...finding, count: 0, records: [] };
    this.found.set(key, known);
    known.count += 1;
    if (record !== undefined && known.records.length < mostExamples && !known.records.includes(record)) {
      known.records.push(record);
    }
  }

  get all(): Finding[] {
    return [...this.found.values()];
  }
}

/** `['lines', 0, 'net']` → `lines[].net`. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? '[]' : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
