/**
 * `npm test`: formatting, lint, types, unit tests, integration tests on a real PostgreSQL and the walk in a real
 * browser, each an Nx target, so that only what changed runs. `npm test -- -p billing` narrows it to some projects.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@wellspring/testing/postgres';
import { runNx } from '../nx/run-nx.ts';
import { countTests } from './count-tests.ts';

const targets = ['format', 'lint', 'typecheck', 'test', 'integration', 'browser'];

const dataDir = mkdtempSync(join(tmpdir(), 'wellspring-test-'));
const postgres = await startPostgres({ dataDir, persistent: false });
try {
  const { code, output } = await runTargets(postgres.url('postgres'));
  process.exitCode = code;
  const { passed, failed } = countTests(output);
  console.log(`\nTests: ${passed} passed, ${failed} failed. Everything else: ${code === 0 ? 'clean' : 'see above'}.`);
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit();

function runTargets(postgresUrl: string): Promise<{ code: number; output: string }> {
  return runNx({
    args: ['run-many', '-t', ...targets, '--parallel=2', '--output-style=static', ...process.argv.slice(2)],
    env: { TEST_POSTGRES_URL: postgresUrl },
    onOutput: (chunk) => process.stdout.write(chunk),
    onStart: (child) => {
      // Ctrl-C ends Nx by itself; this process stays to stop the database.
      process.on('SIGINT', () => undefined);
      process.on('SIGTERM', () => child.kill('SIGTERM'));
    },
  });
}
