/** `npm run dev`: when a source file changes, rebuilds what depends on it and restarts the apps that became different. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, watch as watchFolder } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import type { Stack } from './stack.ts';
import { workspaceRoot } from '../topology/topology.ts';

const settleMs = 200;

export function watch(stack: Stack, report: (step: string) => void): void {
  let built = fingerprints(stack);
  let pending: NodeJS.Timeout | undefined;
  let working = Promise.resolve();

  const rebuild = async (): Promise<void> => {
    try {
      await build();
    } catch (error) {
      report(error instanceof Error ? error.message : String(error));
      return;
    }
    const now = fingerprints(stack);
    for (const { name } of stack.apps) {
      if (now.get(name) !== built.get(name)) await restart(stack, name, report);
    }
    built = now;
  };

  for (const folder of globSync('{apps,libs}/*/{src,web,assets}', { cwd: workspaceRoot })) {
    watchFolder(join(workspaceRoot, folder), { recursive: true }, () => {
      clearTimeout(pending);
      pending = setTimeout(() => {
        working = working.then(rebuild);
      }, settleMs);
    });
  }
  report('watching for changes');
}

async function restart(stack: Stack, name: string, report: (step: string) => void): Promise<void> {
  const process = stack.process(name);
  await process.stop();
  process.start((reason) => {
    report(reason);
  });
  try {
    await process.ready(AbortSignal.timeout(30_000));
    report(`${name} restarted`);
  } catch {
    report(`${name} did not become ready again: see its log`);
  }
}

/** What of a build is read when a process starts: its web pages are read anew at every request. */
function fingerprints(stack: Stack): Map<string, string> {
  return new Map(stack.apps.map(({ name }) => [name, fingerprint(join(workspaceRoot, 'apps', name, 'dist'))]));
}

function fingerprint(dist: string): string {
  const hash = createHash('sha256');
  for (const file of globSync('**/*.{js,html,css}', { cwd: dist }).sort()) {
    if (existsSync(join(dist, file))) hash.update(file).update(readFileSync(join(dist, file)));
  }
  return hash.digest('hex');
}
