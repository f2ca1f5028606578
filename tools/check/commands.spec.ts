import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { workspaceRoot } from '../topology/topology.ts';

// Each is a process that loads what the command needs.
jest.setTimeout(60_000);

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
const prefix = 'node tools/run.js ';

const { scripts } = manifest.parse(JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8')));
const commands = Object.entries(scripts)
  .filter(([, line]) => line.startsWith(prefix))
  .map(([name, line]) => ({ name, line: line.slice(prefix.length).split(' ') }));

function run(line: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', ...line],
      { cwd: workspaceRoot },
      (error, stdout, stderr) => {
        resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

describe('the commands of package.json', () => {
  it.each(commands)('$name shows its help and refuses what it does not know', async ({ name, line }) => {
    const [help, wrong] = await Promise.all([run([...line, 'help']), run([...line, '--no-such-option'])]);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toMatch(new RegExp(`^Usage: npm (run )?${name} -- `));
    expect(wrong).toMatchObject({ status: 64, stdout: '' });
    expect(wrong.stderr).toMatch(/^error: /);
  });
});
