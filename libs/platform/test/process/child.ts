import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '../running-services.ts';

type Line = Readonly<Record<string, unknown>>;

/** A service in a process of its own, its stdout a pipe. */
export class Child {
  private output = '';
  private readonly process: ChildProcess;
  private readonly exited: Promise<unknown>;

  constructor(main: string, env: Record<string, string> = {}) {
    const defaults = { PORT: '0', MANAGEMENT_PORT: '0', HOST: '127.0.0.1', API_KEY: 'sk_live_0123456789abcdef' };
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    this.process = spawn(process.execPath, [main], { env: { ...defaults, ...env }, stdio: [...stdio] });
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.exited = once(this.process, 'close');
  }

  /** Every complete line so far. */
  get lines(): Line[] {
    const complete = this.output.slice(0, this.output.lastIndexOf('\n') + 1);
    return complete
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  }

  get text(): string {
    return this.output;
  }

  /** Waits until both ports are open and gives their addresses. */
  async started(): Promise<{ url: string; managementUrl: string }> {
    const isStart = (line: Line): boolean => line['event.action'] === 'start';
    const found = await eventually(
      () => this.lines.find(isStart),
      (line) => line !== undefined,
    );
    const { port, management_port } = Object(found?.['labels']) as Record<string, string>;
    return { url: `http://127.0.0.1:${port}`, managementUrl: `http://127.0.0.1:${management_port}` };
  }

  /** Reads nothing of stdout until `resume`. */
  pause(): void {
    this.process.stdout?.pause();
  }

  resume(): void {
    this.process.stdout?.resume();
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Waits for the end; the exit status. */
  async exit(): Promise<number | null> {
    await this.exited;
    return this.process.exitCode;
  }

  async end(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill('SIGKILL');
    await this.exited;
  }
}
