/** The real programs the tests need and npm has not got. They are kept where those of tools/cluster are. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toolsFolder } from '../cluster/tools-folder.ts';

export interface Program {
  name: string;
  /** What `make` makes: whether it is there is told by this alone. */
  path: string;
  /** Gets or builds it; throws an Error that says what is missing for that. */
  make: () => void;
}

export const programs: Program[] = [];

export function programPath(...parts: string[]): string {
  return join(toolsFolder(), ...parts);
}

export function missingPrograms(): string[] {
  return programs.filter(({ path }) => !existsSync(path)).map(({ name }) => name);
}
