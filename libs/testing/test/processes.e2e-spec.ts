import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';

/** A command that has started a program, which would go on for long, and says its process id. */
const program = `
  const { spawn } = await import('node:child_process');
  const { endsWithUs } = await import('@wellspring/testing/processes');
  const child = endsWithUs(spawn('sleep', ['600'], { stdio: 'ignore' }));
  process.stdout.write(child.pid + '\\n');
  setInterval(() => undefined, 1000);`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a program that a command has started', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('ends with it, ended by %s', async (signal) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const lines: unknown[] = await once(createInterface({ input: child.stdout }), 'line');
      const pid = Number(lines[0]);
      expect(isAlive(pid)).toBe(true);
      child.kill(signal);
      await eventually(() => {
        expect(isAlive(pid)).toBe(false);
      });
    } finally {
      child.kill('SIGKILL');
    }
  });
});
