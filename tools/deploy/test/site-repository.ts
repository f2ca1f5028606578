/** A repository of its own with this one's charts and an environment `dev`, in which a test deploys as anybody would. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { workspaceRoot } from '../../topology/topology.ts';
import { readLock, writeLock } from '../release-lock.ts';
import { chartVersion } from '../source.ts';
import { isValues, mergeValues, type Values } from '../values.ts';

const environment = 'dev';

export interface CommandResult {
  code: number;
  /** What a person followed. */
  progress: string;
  json: unknown;
}

export class SiteRepository {
  readonly root = mkdtempSync(join(tmpdir(), 'wellspring-site-'));
  private readonly kubeconfig: string;

  constructor(kubeconfig: string) {
    this.kubeconfig = kubeconfig;
    cpSync(join(workspaceRoot, 'deploy'), join(this.root, 'deploy'), { recursive: true, verbatimSymlinks: true });
  }

  /** Changes a file of the environment. */
  edit(file: string, change: Values): void {
    const path = join(this.root, 'deploy/environments', environment, file);
    const content: unknown = parse(readFileSync(path, 'utf8'));
    writeFileSync(path, stringify(mergeValues(isValues(content) ? content : {}, change)));
  }

  /** The first commit: what is there by now. */
  begin(): void {
    this.git('init', '-q');
    this.commit('beginning');
  }

  /** Commits everything and has the lock say that the service is to run this image from there. @returns the lock's commit */
  async release(service: string, digest: string): Promise<string> {
    this.commit(`what ${service} is made of`);
    await this.deploy('lock', `--service=${service}`, `--digest=${digest}`);
    return this.commit(`release ${service}`);
  }

  /** The same for several at once, by digests, without a command for each. */
  releaseAll(digests: Record<string, string>): string {
    const commit = this.commit('what services are made of');
    const released = Object.entries(digests).map(([service, digest]) => {
      const chart = chartVersion(join(this.root, 'deploy/charts', service));
      return [service, { digest, chart, commit }] as const;
    });
    const { services } = readLock(this.root, environment);
    writeLock(this.root, environment, { services: { ...services, ...Object.fromEntries(released) } });
    return this.commit('release services');
  }

  /** The same images with what the repository says now: values, charts, followed files. */
  releaseAgain(...services: string[]): string {
    const { services: locked } = readLock(this.root, environment);
    return this.releaseAll(Object.fromEntries(services.map((name) => [name, locked[name]?.digest ?? ''])));
  }

  commit(message: string): string {
    this.git('add', '-A');
    this.git(
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@example.com',
      'commit',
      '-q',
      '--allow-empty',
      '--no-verify',
      '-m',
      message,
    );
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** Runs the command as anybody would, in the site's repository. */
  deploy(...args: string[]): Promise<CommandResult> {
    return this.run(args).result;
  }

  /** Kills the command, and Helm with it, once `when` resolves: as a runner does whose job is cancelled. */
  async deployCutShort(when: () => Promise<void>): Promise<void> {
    const { pid, result } = this.run(['apply']);
    await when();
    process.kill(-pid, 'SIGKILL');
    await result;
  }

  private run(args: string[]): { pid: number; result: Promise<CommandResult> } {
    const script = join(workspaceRoot, 'tools/deploy/main.ts');
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, ...args, `--env=${environment}`, '--json'],
      {
        cwd: this.root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, KUBECONFIG: this.kubeconfig },
        // A process group of its own, which can be killed as a whole.
        detached: true,
      },
    );
    let [stdout, progress] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (progress += chunk.toString()));
    const result = new Promise<CommandResult>((resolve) => {
      child.once('close', (code) => {
        resolve({ code: code ?? 1, progress, json: stdout === '' ? undefined : JSON.parse(stdout) });
      });
    });
    if (child.pid === undefined) throw new Error('The command cannot be run');
    return { pid: child.pid, result };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8' });
  }
}
