/** The Docker engine, reached through its own command line client. */
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Debian's client is there even when a newer one without its build plug-in comes first on the PATH. */
const clients = [process.env['DOCKER'] ?? 'docker', '/usr/bin/docker'];

interface DockerOptions {
  input?: Buffer;
  /** On top of this process's own. */
  env?: Record<string, string>;
  /** Return what was printed as an error, too: for the logs of a container, which has both. */
  withErrors?: boolean;
}

export interface Engine {
  /** @throws Error with what the client said on its standard error. */
  docker: (args: string[], options?: DockerOptions) => Promise<string>;
  /** Of the server, for example `20.10.24` or `28.3.0`. */
  version: string;
}

/** @throws Error saying what is missing: a client that can build, or an engine that answers it. */
export async function findEngine(): Promise<Engine> {
  const problems: string[] = [];
  for (const client of clients) {
    try {
      const { clientVersion, serverVersion } = await versionsOf(client);
      // Until version 23 the client speaks BuildKit by itself, since then through a plug-in.
      if (Number.parseInt(clientVersion, 10) >= 23) await run(client, ['buildx', 'version']);
      return { version: serverVersion, docker: (args, options) => execute(client, args, options) };
    } catch (error) {
      problems.push(`${client}: ${messageOf(error)}`);
    }
  }
  throw new Error(`There is no Docker engine to build with.\n  ${problems.join('\n  ')}`);
}

async function versionsOf(client: string): Promise<{ clientVersion: string; serverVersion: string }> {
  const { stdout } = await run(client, ['version', '--format', '{{.Client.Version}} {{.Server.Version}}']);
  const [clientVersion = '', serverVersion = ''] = stdout.trim().split(' ');
  return { clientVersion, serverVersion };
}

async function execute(
  client: string,
  args: string[],
  { input, env = {}, withErrors = false }: DockerOptions = {},
): Promise<string> {
  const child = spawn(client, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, DOCKER_BUILDKIT: '1', ...env },
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => (withErrors ? output : errors).push(chunk));
  // An engine that refuses early stops reading; what it says on its standard error is the reason worth telling.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(`docker ${args.slice(0, 2).join(' ')} failed:\n${Buffer.concat(errors).toString().trim()}`);
  }
  return Buffer.concat(output).toString().trim();
}

function messageOf(error: unknown): string {
  if (typeof error === 'object' && error && 'stderr' in error && typeof error.stderr === 'string' && error.stderr) {
    return error.stderr.trim().split('\n').at(-1) ?? '';
  }
  return error instanceof Error ? error.message : String(error);
}
