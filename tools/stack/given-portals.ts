/** Somebody's own old portal in place of the stand-in: files that are looked at before anything is started or lost. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CommandFailure, describeError } from '@wellspring/command';
import {
  checkOldPortals,
  describeFileError,
  mistakesInOldPortals,
  parseMigrationFile,
  secretsOf,
} from '../migration/check-file.ts';
import { serviceUpstreams } from '../migration/upstreams.ts';

export interface GivenFiles {
  /** As on the command line. */
  profile: string;
  /** Absent: the `migration.yaml` beside the profile; without one, everything is the old portal's. */
  migration?: string | undefined;
}

export class GivenPortals {
  private readonly profile: string;
  private readonly migration: string | undefined;
  readonly names: readonly string[];
  /** What the profile refers to as `$NAME`. */
  readonly secrets: Readonly<Record<string, string>>;

  /** @throws CommandFailure naming everything that is wrong with the files, and where */
  constructor({ profile, migration }: GivenFiles, environment: Readonly<Record<string, string | undefined>>) {
    this.profile = given(profile);
    const text = read(this.profile);
    const mistakes = mistakesInOldPortals(text, environment);
    const checked = checkOldPortals(text);
    if (mistakes.length > 0 || !checked.ok) throw refused(profile, mistakes);
    this.names = Object.keys(checked.file);
    this.secrets = Object.fromEntries(secretsOf(checked.file).map((name) => [name, environment[name] ?? '']));

    const beside = join(dirname(this.profile), 'migration.yaml');
    this.migration = migration === undefined ? (existsSync(beside) ? beside : undefined) : given(migration);
    if (this.migration !== undefined) this.check(this.migration);
    else if (this.names.length !== 1)
      throw nothingDone(`${profile} describes ${this.names.length} portals: say with --migration who answers what`);
  }

  get oldPortalsFile(): string {
    return this.profile;
  }

  get files(): string[] {
    return [this.profile, ...(this.migration === undefined ? [] : [this.migration])];
  }

  /** @returns the file of migration; where none was given, one is made in which everything is the old portal's */
  migrationFile(dataDir: string): string {
    if (this.migration !== undefined) return this.migration;
    mkdirSync(dataDir, { recursive: true });
    const file = join(dataDir, 'day-zero.yaml');
    writeFileSync(file, dayZero(this.names[0] ?? ''));
    return file;
  }

  /** @returns for whoever has started it: where to go, and which files say what is seen there */
  whereToGo(gatewayUrl: string, dataDir: string): string {
    return `Open ${gatewayUrl}: ${this.names.join(', ')}, as ${this.profile} describes ${this.names.length > 1 ? 'them' : 'it'}
  Who answers what: ${this.migrationFile(dataDir)}, in force within a second of being saved
  Customers sign in as they always have. What the new side shows them: docs/bring-your-own-portal.md`;
  }

  private check(file: string): void {
    const parsed = parseMigrationFile(read(file), { upstreams: [...this.names, ...serviceUpstreams()] });
    if (!parsed.ok) throw refused(file, parsed.errors);
  }
}

function dayZero(name: string): string {
  return `capabilities: {}
fixed:
  - { path: /identity, upstream: identity }
  - { path: /, upstream: ${name} }
`;
}

function given(file: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', file);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw nothingDone(`Cannot read ${file}: ${describeError(error)}`);
  }
}

function refused(file: string, errors: Parameters<typeof describeFileError>[1][]): CommandFailure {
  return nothingDone(errors.map((error) => describeFileError(file, error)).join('\n'));
}

function nothingDone(reason: string): CommandFailure {
  return new CommandFailure(`${reason}\nNothing was started or changed.`);
}
