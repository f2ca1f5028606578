import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockName, startOf, takeRunLock } from './run-lock.ts';

let root: string;
let other: ChildProcess;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'run-lock-'));
  other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(other, 'spawn');
});

afterEach(() => {
  other.kill('SIGKILL');
  rmSync(root, { recursive: true });
});

function held(content: string): void {
  writeFileSync(join(root, lockName), content);
}

/** Who has it, as that process wrote it. */
function heldByOther(started = startOf(other.pid ?? 0)): void {
  held(JSON.stringify({ pid: other.pid, started, address: 'http://localhost:8080' }));
}

function take(): () => void {
  return takeRunLock(root, 'http://localhost:1');
}

describe('the lock of a run', () => {
  it('is refused while the process that has it lives, by its number and address', () => {
    heldByOther();
    expect(take).toThrow(`It runs already: process ${String(other.pid)}, at http://localhost:8080.`);
  });

  it('is free again once that process is dead', async () => {
    heldByOther();
    other.kill('SIGKILL');
    await once(other, 'exit');
    take();
    expect(JSON.parse(readFileSync(join(root, lockName), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('is free when its number belongs to somebody else by now', () => {
    heldByOther('Mon Jan  1 00:00:00 2024');
    expect(take).not.toThrow();
  });

  it('is free when half of it was written', () => {
    held('{"pid":');
    expect(take).not.toThrow();
  });

  it('is given back', () => {
    take()();
    expect(existsSync(join(root, lockName))).toBe(false);
  });
});
