import type { AskedSource, RecordForm } from '@wellspring/platform';
import type { Notes } from './notes.ts';

const batch = 500;
/** Whose records are asked for apart from the feed. */
const sampledOwners = 3;

interface Seen<R> {
  record: R;
  version: number;
  owner: string | undefined;
}

export interface FeedReadingOptions<R> {
  source: AskedSource;
  form: RecordForm<R>;
  notes: Notes;
  /** What was asked last. */
  operation: () => string;
  mostRecords: number;
}

/** A feed of changes read from its start, and what the source says of some owners beside it. */
export class FeedReading<R> {
  readonly seen = new Map<string, Seen<R>>();
  private readonly options: FeedReadingOptions<R>;
  private toItsEnd = false;

  constructor(options: FeedReadingOptions<R>) {
    this.options = options;
  }

  async follow(): Promise<void> {
    const { source, notes, operation, mostRecords } = this.options;
    let cursor = 0;
    for (let left = mostRecords; left > 0;) {
      const { items, next } = await source.changes(cursor, Math.min(batch, left));
      if (items.length === 0) {
        this.toItsEnd = true;
        if (cursor === 0) notes.note(operation(), 'the feed is empty: nothing can be said of its records');
        return;
      }
      this.takePage(items, cursor, next);
      cursor = next;
      left -= items.length;
    }
  }

  async compareOwners(): Promise<void> {
    const { source, notes } = this.options;
    const owners = [...new Set([...this.seen.values()].flatMap(({ owner }) => owner ?? []))];
    const step = Math.max(1, Math.floor(owners.length / sampledOwners));
    for (const owner of owners.filter((_, index) => index % step === 0).slice(0, sampledOwners)) {
      try {
        const items = await source.ofOwner?.(owner);
        if (items) this.compare(owner, items);
      } catch (error) {
        notes.failed(error);
      }
    }
  }

  /** A cursor that is not the counter of the records, such as the number of a page, loses changes without a sound. */
  private takePage(items: readonly unknown[], after: number, next: number): void {
    const { notes, operation } = this.options;
    let last = after;
    for (const payload of items) {
      const read = this.take(payload);
      if (!read) continue;
      if (read.version <= last)
        notes.note(operation(), 'a record is not behind the one before it, or the cursor', read.id);
      if (read.version > next) notes.note(operation(), 'a record is behind the cursor that comes with it', read.id);
      last = read.version;
    }
  }

  private take(payload: unknown): { id: string; version: number } | undefined {
    const { form, notes, operation } = this.options;
    const record = notes.read(operation(), payload, form);
    if (record === undefined) return undefined;
    const { id, version, owner } = form.identify(record);
    this.seen.set(id, { record, version, owner });
    return { id, version };
  }

  private compare(owner: string, items: readonly unknown[]): void {
    const { form, notes, operation } = this.options;
    const records = items.flatMap((payload) => notes.read(operation(), payload, form) ?? []);
    const answered = new Set<string>();
    for (const record of records) {
      const identity = form.identify(record);
      answered.add(identity.id);
      const fed = this.seen.get(identity.id);
      if (identity.owner !== owner) notes.note(operation(), 'it belongs to another than asked for', identity.id);
      else if (fed?.version === identity.version && JSON.stringify(fed.record) !== JSON.stringify(record)) {
        notes.note(operation(), 'the feed says something else of the same version', identity.id);
      }
    }
    if (!this.toItsEnd) return;
    for (const [id, fed] of this.seen) {
      if (fed.owner === owner && !answered.has(id))
        notes.note(operation(), 'the feed has it, this answer does not', id);
    }
  }
}
