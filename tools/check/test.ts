/**
 * `npm test`: formatting, structure, lint, types, unit tests, integration tests on a real PostgreSQL and the walk in a real
 * browser, each an Nx target, so that only what changed runs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, list, oneOf, runCommand } from '@wellspring/command';
import { startPostgres } from '@wellspring/testing/postgres';
import { runNx } from '../nx/run-nx.ts';
import { countTests, failedTests } from './test-output.ts';

interface Options {
  projects?: string;
  only: string[];
  skipNxCache?: boolean;
}

const targets = ['format', 'structure', 'lint', 'typecheck', 'test', 'integration', 'browser'];

const program = command(
  'test',
  'Checks everything CI checks, and tells how many tests passed. What has not changed since is taken from a cache.',
)
  .option('-p, --projects <names>', 'only these, as in billing,portal (npx nx show projects lists them)')
  .option('--only <checks>', `some of ${targets.join(', ')}`, list(oneOf(...targets)), targets)
  .option('--skip-nx-cache', 'also what has not changed')
  .action(test);

await runCommand(program);
process.exit();

async function test(options: Options): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wellspring-test-'));
  const postgres = await startPostgres({ dataDir, persistent: false });
  try {
    const { code, output } = await runTargets(options, postgres.url('postgres'));
    process.exitCode = code;
    for (const { task, name, error } of failedTests(output)) console.log(`\nFAILED in ${task}: ${name}\n    ${error}`);
    const { passed, failed } = countTests(output);
    const rest = code === 0 ? 'clean' : 'see above';
    console.log(`\nTests: ${passed} passed, ${failed} failed. Everything else: ${rest}.`);
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function runTargets(
  { projects, only, skipNxCache }: Options,
  postgresUrl: string,
): Promise<{ code: number; output: string }> {
  const narrowed = projects === undefined ? [] : [`--projects=${projects}`];
  const uncached = skipNxCache === true ? ['--skip-nx-cache'] : [];
  return runNx({
    args: ['run-many', '-t', ...only, '--parallel=2', '--output-style=static', ...narrowed, ...uncached],
    env: { TEST_POSTGRES_URL: postgresUrl },
    onOutput: (chunk) => process.stdout.write(chunk),
    onStart: (child) => {
      // Ctrl-C ends Nx by itself; this process stays to stop the database.
      process.on('SIGINT', () => undefined);
      process.on('SIGTERM', () => child.kill('SIGTERM'));
    },
  });
}
