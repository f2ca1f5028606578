import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';

/** A command that has started a program, which would go on for long, and says its process id. */
function commandWith(child: string): string {
  return `
  const { spawn } = await import('node:child_process');
  const { endsWithUs, guard } = await import('@wellspring/testing/processes');
  const start = () => spawn('sleep', ['600'], { stdio: 'ignore' });
  ${child}
  process.stdout.write(child.pid + '\\n');
  setInterval(() => undefined, 1000);`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Ends a command by a signal and waits until the program it has started is gone. */
async function expectToEnd(command: string, signal: NodeJS.Signals): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', command], {
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
}

describe('a program that a command has started', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('ends with it, ended by %s', async (signal) => {
    await expectToEnd(commandWith('const child = endsWithUs(start());'), signal);
  });

  it('ends with it, even when it is frozen', async () => {
    const frozen = `
      const child = start();
      guard(child.pid, { forceAfterSeconds: 1 });
      child.kill('SIGSTOP');`;
    await expectToEnd(commandWith(frozen), 'SIGKILL');
  });
});
