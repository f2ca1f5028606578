import type { MigrationFile } from '../file/migration-file.schema.ts';
import type { EffectiveState } from './effective-state.ts';
import type { Override } from './override.ts';
import type { PathReadings } from './route-table.ts';
import { CompiledTable } from './table.ts';

type Listener = (table: CompiledTable) => void;

/** What is in force on this replica now: the last good file and the last known override of each capability. */
export class MigrationState {
  private currentFile: MigrationFile;
  private overrides: ReadonlyMap<string, Override> = new Map();
  private currentTable: CompiledTable;
  private readonly listeners = new Set<Listener>();
  private readonly readings: PathReadings;

  constructor(file: MigrationFile, readings: PathReadings = new Map()) {
    this.currentFile = file;
    this.readings = readings;
    this.currentTable = new CompiledTable(file, this.overrides, readings);
  }

  get table(): CompiledTable {
    return this.currentTable;
  }

  get file(): MigrationFile {
    return this.currentFile;
  }

  capability(name: string): EffectiveState | undefined {
    return this.currentTable.states.get(name);
  }

  applyFile(file: MigrationFile): void {
    this.currentFile = file;
    this.compile();
  }

  /** Takes over every override newer than the known one. @returns whether anything changed. */
  applyOverrides(overrides: Iterable<Override>): boolean {
    const merged = new Map(this.overrides);
    for (const override of overrides) {
      const known = merged.get(override.capability);
      if (known === undefined || known.version < override.version) merged.set(override.capability, override);
    }
    if ([...merged].every(([name, override]) => this.overrides.get(name) === override)) return false;
    this.overrides = merged;
    this.compile();
    return true;
  }

  /** @returns ends the subscription. */
  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private compile(): void {
    this.currentTable = new CompiledTable(this.currentFile, this.overrides, this.readings);
    for (const listener of this.listeners) listener(this.currentTable);
  }
}
