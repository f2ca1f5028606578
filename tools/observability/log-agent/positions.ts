/** How far each file has been sent, kept across restarts. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class Positions {
  private positions: Map<string, number>;
  private readonly file: string;

  /** What cannot be read counts for nothing: reading again does no harm, since a document's id stays the same. */
  constructor(folder: string) {
    this.file = join(folder, 'positions.json');
    this.positions = new Map(Object.entries(readPositions(this.file)));
  }

  of(key: string): number {
    return this.positions.get(key) ?? 0;
  }

  /** @throws Error when it cannot be written; it is remembered all the same, until the end of the process */
  save(reached: ReadonlyMap<string, number>): void {
    for (const [key, position] of reached) this.positions.set(key, position);
    const written = `${this.file}.new`;
    writeFileSync(written, JSON.stringify(Object.fromEntries(this.positions)));
    renameSync(written, this.file);
  }

  /** Forgets files that are no more. */
  keepOnly(keys: ReadonlySet<string>): void {
    this.positions = new Map([...this.positions].filter(([key]) => keys.has(key)));
  }
}

function readPositions(file: string): Record<string, number> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const isNumbers = typeof content === 'object' && content !== null && Object.values(content).every(Number.isInteger);
    return isNumbers ? (content as Record<string, number>) : {};
  } catch {
    return {};
  }
}
