/** Asks every machine whether it is as described, over SSH: the machine's own program compares and answers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Machine } from '../description/site.ts';
import { installed } from '../machine/scripts.ts';

const options = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=5'];

/** @param expectations what its program is given, a line each */
export async function machineDifferences(machine: Machine, expectations: string): Promise<string[]> {
  const child = spawn('ssh', [...options, machine.address, 'sudo', installed('machine-check')], { stdio: 'pipe' });
  const [answer, complaint] = [text(child.stdout), text(child.stderr)];
  // One that hangs up says why in its complaint.
  child.stdin.on('error', () => undefined);
  child.stdin.end(expectations);
  await once(child, 'close');
  const lines = (await answer).split('\n').filter(Boolean);
  if (child.exitCode === 0) return [];
  const said = lines.length > 0 ? lines : [`cannot be asked: ${(await complaint).trim()}`];
  return said.map((line) => `${machine.name}: ${line}`);
}
