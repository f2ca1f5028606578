/** Runs one kind of tests that need more than Node, after making sure that what they need is there. */
import { join } from 'node:path';
import { command, runCommand } from '@wellspring/command';
import { runJest } from '../check/run-jest.ts';
import { workspaceRoot } from '../topology/topology.ts';
import { requireTools, type ToolName } from './tools-folder.ts';

/**
 * The command that runs the tests of some kinds: `*.<kind>-spec.ts`.
 * @param kindsHere those that this machine can run; says which it cannot, and why
 */
export async function runTests(
  kindsHere: () => string[],
  npmScript: string,
  summary: string,
  tools: ToolName[],
): Promise<void> {
  const program = command(npmScript, `${summary}\nNeeds ${tools.join(', ')}: npm run cluster:set-up builds them.`)
    .argument('[files...]', 'only those whose path has this in it')
    .option('-t, --test-name-pattern <pattern>', 'only tests whose name matches')
    .action(async (files: string[], { testNamePattern }: { testNamePattern?: string }) => {
      requireTools(tools);
      const named = testNamePattern === undefined ? [] : ['--testNamePattern', testNamePattern];
      const matching = kindsHere().flatMap((kind) => ['--testMatch', `<rootDir>/**/*.${kind}-spec.ts`]);
      process.exitCode = await runJest([...matching, '--runInBand', ...named, ...files], join(workspaceRoot, 'tools'));
    });
  await runCommand(program);
}
