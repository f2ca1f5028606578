/** The customers of an operator's own, in place of the generated ones: a file that is looked at before anything is lost. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandFailure } from '@wellspring/command';
import { workspaceRoot } from '../topology/topology.ts';

export interface CustomersFile {
  file: string;
  separator?: string | undefined;
  encoding?: string | undefined;
}

/** `imported`: by an earlier run; what it imported is there, and nobody is made up beside it. */
export type Customers = CustomersFile | 'generated' | 'imported';

const exitOfBadFile = 65;
const copyName = 'customers-to-import.csv';

/** @throws CommandFailure saying what is wrong with the file */
export function checkCustomersFile({ file, separator = '', encoding = '' }: CustomersFile): void {
  const script = join(workspaceRoot, 'apps/backoffice/src/check-customers.ts');
  const args = ['--disable-warning=ExperimentalWarning', script, file, separator, encoding];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status === 0) return;
  const reason = status === exitOfBadFile ? stderr.trimEnd() : `${file} cannot be looked at:\n${stderr.trimEnd()}`;
  throw new CommandFailure(`${reason}\nNothing was changed.`);
}

/** The file as it is given now, though it may lie where everything is about to be forgotten. */
export class CustomersToImport {
  private readonly given: CustomersFile;
  private readonly content: Buffer;

  /** @throws CommandFailure saying what is wrong with the file */
  constructor(given: CustomersFile) {
    this.given = { ...given, file: resolve(process.env['INIT_CWD'] ?? '.', given.file) };
    checkCustomersFile(this.given);
    this.content = readFileSync(this.given.file);
  }

  /** Where it lies; it is not ours to remove. */
  get file(): string {
    return this.given.file;
  }

  /** @returns a copy of it, for this run alone */
  copyTo(dataDir: string): CustomersFile {
    const file = join(dataDir, copyName);
    writeFileSync(file, this.content);
    return { ...this.given, file };
  }
}

/** Later starts go on with the customers of an import, once it has been done. */
export function rememberImport(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(markOf(dataDir), '');
  rmSync(join(dataDir, copyName), { force: true });
}

export function rememberedCustomers(dataDir: string): Customers {
  return existsSync(markOf(dataDir)) ? 'imported' : 'generated';
}

function markOf(dataDir: string): string {
  return join(dataDir, 'customers.imported');
}
