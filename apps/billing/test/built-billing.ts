import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '@wellspring/testing';
import { endsWithUs, freePort } from '@wellspring/testing/processes';

const run = promisify(execFile);
const app = join(import.meta.dirname, '..');

/** The service as it is shipped: bundled, in a process of its own, which can be killed. */
export class BuiltBilling {
  readonly url: string;
  private readonly managementUrl: string;
  private child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly env: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${env['PORT'] ?? ''}`;
    this.managementUrl = `http://127.0.0.1:${env['MANAGEMENT_PORT'] ?? ''}`;
  }

  /** Builds it apart from the app's own `dist`, which a build going on at the same time may be writing, and migrates. */
  static async build(settings: Record<string, string>): Promise<BuiltBilling> {
    const folder = await mkdtemp(join(tmpdir(), 'billing-'));
    for (const part of ['src', 'assets', 'package.json']) await symlink(join(app, part), join(folder, part));
    await run(process.execPath, [join(app, '../../tools/build/build-app.ts')], { cwd: folder });
    const [port, managementPort] = [String(await freePort()), String(await freePort())];
    const env = { ...settings, HOST: '127.0.0.1', PORT: port, MANAGEMENT_PORT: managementPort };
    await run(process.execPath, [join(folder, 'dist/migrate.js')], { env });
    return new BuiltBilling(folder, env);
  }

  async start(): Promise<void> {
    this.child = endsWithUs(
      spawn(process.execPath, [join(this.folder, 'dist/main.js')], { env: this.env, stdio: 'ignore' }),
    );
    await eventually(
      async () => {
        const { ok } = await fetch(`${this.managementUrl}/health/ready`);
        if (!ok) throw new Error('not ready');
      },
      { timeoutMs: 60_000 },
    );
  }

  /** Ends the process the hard way and waits until it is gone. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
