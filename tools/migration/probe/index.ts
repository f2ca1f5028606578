/** `npm run migration -- probe`: looks, tells, and writes the two files that a migration begins with. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandFailure, Misuse } from '@wellspring/command';
import { checkOldPortals, describeFileError, parseMigrationFile } from '../check-file.ts';
import { serviceUpstreams } from '../upstreams.ts';
import { migrationFileOf } from './migration-file.ts';
import { readPassword } from './password.ts';
import { probe } from './probe.ts';
import { profileOf } from './profile.ts';
import { reportOf } from './report.ts';

export interface ProbeRequest {
  url: string;
  name: string;
  out: string;
  user?: string;
  customer?: string;
  lookAt: string[];
  requests: number;
  rate: number;
  seconds: number;
  ca?: string;
}

const maxBytes = 20 * 1_024 * 1_024;

/** @throws CommandFailure when the portal does not answer; Misuse when it is asked for wrongly. Then nothing is written. */
export async function runProbe(request: ProbeRequest): Promise<void> {
  const url = addressOf(request.url);
  const folder = resolve(process.env['INIT_CWD'] ?? '.', request.out);
  const files = { profile: join(folder, 'old-portals.yaml'), migration: join(folder, 'migration.yaml') };
  for (const file of Object.values(files))
    if (existsSync(file)) throw new Misuse(`${file} is there already: choose another folder with --out`);
  const { user, customer } = request;
  const password = user === undefined ? '' : await readPassword(user);
  const ca =
    request.ca === undefined ? undefined : readFileSync(resolve(process.env['INIT_CWD'] ?? '.', request.ca), 'utf8');
  const found = await probe({
    url,
    ...(user !== undefined && { person: { user, password, customer } }),
    alsoLookAt: request.lookAt,
    bounds: {
      requests: request.requests,
      bytes: maxBytes,
      durationMs: request.seconds * 1_000,
      perSecond: request.rate,
    },
    ...(ca !== undefined && { ca }),
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`${url.href} could not be looked at: ${reason}\nNothing was written.`);
  });

  const profile = profileOf(request.name, found);
  const migration = migrationFileOf(request.name, found);
  mkdirSync(folder, { recursive: true });
  writeFileSync(files.profile, profile);
  writeFileSync(files.migration, migration);
  console.log(reportOf(found));
  console.log(
    `\nWritten: ${files.profile}\n         ${files.migration}\nWhat it is unsure of is marked UNSURE in them.`,
  );
  const mistakes = [
    ...mistakesOf(files.profile, checkOldPortals(profile)),
    ...mistakesOf(files.migration, parseMigrationFile(migration, { upstreams: [request.name, ...serviceUpstreams()] })),
  ];
  if (mistakes.length > 0)
    throw new CommandFailure(`They need a hand before the gateway takes them:\n${mistakes.join('\n')}`);
}

function mistakesOf(
  file: string,
  parsed: ReturnType<typeof checkOldPortals> | ReturnType<typeof parseMigrationFile>,
): string[] {
  return parsed.ok ? [] : parsed.errors.map((error) => describeFileError(file, error));
}

function addressOf(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Misuse(`${text} is no address such as https://old.internal/`);
  if (url.username !== '' || url.password !== '')
    throw new Misuse('Who signs in is said with --user, not in the address');
  return url;
}
