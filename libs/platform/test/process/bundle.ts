import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Bundle {
  readonly main: string;
  remove(): Promise<void>;
}

/** Builds the fixture, in a process of its own: the bundler does not take the objects of a Jest sandbox. */
export async function bundleFixture(): Promise<Bundle> {
  const directory = await mkdtemp(join(tmpdir(), 'platform-fixture-'));
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'bundle-fixture.ts'), directory]);
  return { main: join(directory, 'main.mjs'), remove: () => rm(directory, { recursive: true }) };
}
