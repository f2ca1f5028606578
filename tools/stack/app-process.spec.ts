import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';

/** An app that notes what it is asked by, and goes when it has been. */
const app = `
  import { appendFileSync } from 'node:fs';
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      appendFileSync(process.env.NOTES, signal + '\\n');
      setImmediate(() => process.exit(0));
    });
  }
  setInterval(() => undefined, 1000);
  appendFileSync(process.env.NOTES, 'started ' + process.pid + '\\n');`;

/** A tool that starts the app, and on Ctrl-C stops it before it goes itself. */
const tool = `
  const { AppProcess } = await import(${JSON.stringify(join(import.meta.dirname, 'app-process.ts'))});
  const [script, notes, logFile] = process.argv.slice(1);
  const app = new AppProcess({ name: 'app', script, env: { NOTES: notes }, logFile, readyUrl: '' });
  app.start((reason) => process.stderr.write(reason));
  process.on('SIGINT', () => void app.stop().then(() => process.exit(0)));`;

let folder: string;
let running: ChildProcess;
let pid: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'app-process-'));
  const script = join(folder, 'app.mjs');
  writeFileSync(script, app);
  const args = ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', tool];
  // As in a terminal: a process group of its own, which a Ctrl-C goes to.
  running = spawn(process.execPath, [...args, script, join(folder, 'notes'), join(folder, 'log')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  pid = await eventually(() => {
    const started = /^started (\d+)\n/.exec(notes());
    if (!started) throw new Error('The app has not started.');
    return Number(started[1]);
  });
});

afterEach(() => {
  running.kill('SIGKILL');
  if (isAlive()) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true });
});

function notes(): string {
  const file = join(folder, 'notes');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function isAlive(): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('an app that a tool has started', () => {
  it('is asked to end when the tool is killed', async () => {
    running.kill('SIGKILL');
    await eventually(() => {
      expect(isAlive()).toBe(false);
    });
    expect(notes()).toBe(`started ${pid}\nSIGTERM\n`);
  });

  it('is asked by the tool alone on Ctrl-C, once, so that it can finish what it is at', async () => {
    const ended = once(running, 'exit');
    process.kill(-(running.pid ?? 0), 'SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(isAlive()).toBe(false);
    expect(notes()).toBe(`started ${pid}\nSIGTERM\n`);
  });
});
