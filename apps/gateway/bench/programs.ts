/** Starting what is measured, each pinned to a processor of its own, and reading what it used. */
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { endsWithUs, freePort } from '@wellspring/testing/processes';
import { bodies } from './bodies.ts';

export interface Program {
  name: string;
  url: string;
  /** Cookie to send along. */
  cookie?: string;
  pids: number[];
  stop(): Promise<void>;
}

const built = join(import.meta.dirname, 'dist');
const directory = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
// nginx gives its workers away to another user, who has to read the files.
chmodSync(directory, 0o755);
const clockTicksPerSecond = 100;

export function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

const canPin = isInstalled('taskset') && availableParallelism() > 1;

/** `taskset` where there is one, and more than one processor. */
export function pinned(processor: number, command: string, args: string[]): [string, string[]] {
  return canPin ? ['taskset', ['-c', String(processor), command, ...args]] : [command, args];
}

export async function startNode(name: string, processor: number, env: Record<string, string>): Promise<Program> {
  const child = endsWithUs(
    fork(join(built, `${name}.js`), {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  );
  const started = await new Promise<{ url: string; cookie?: string }>((resolve, reject) => {
    child.once('message', (message) => {
      resolve(message as { url: string });
    });
    child.once('exit', (code) => {
      reject(new Error(`${name} ended with ${String(code)}`));
    });
  });
  const pid = child.pid ?? 0;
  if (canPin) spawnSync('taskset', ['-acp', String(processor), String(pid)]);
  return { name, ...started, pids: [pid], stop: () => stopped(child) };
}

export async function startNginx(name: string, processor: number, upstream: string | undefined): Promise<Program> {
  const port = await freePort();
  const file = join(directory, `${name}.conf`);
  const root = join(directory, 'data');
  const locations =
    upstream === undefined
      ? `location / { root ${directory}/files; default_type application/json; }`
      : `location / { proxy_pass http://upstream; proxy_http_version 1.1; proxy_set_header Connection ""; }`;
  const pool =
    upstream === undefined
      ? ''
      : `upstream upstream { server ${new URL(upstream).host}; keepalive 256; keepalive_requests 100000000; }`;
  if (upstream === undefined) {
    spawnSync('mkdir', ['-p', `${directory}/files/data`]);
    for (const [path, body] of Object.entries(bodies())) writeFileSync(`${directory}/files${path}`, body);
  }
  writeFileSync(
    file,
    `worker_processes 1; daemon off; pid ${root}-${name}.pid; error_log /dev/null;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 100000000; open_file_cache max=100; sendfile on; tcp_nopush on; client_body_temp_path ${root}-${name}-body; proxy_temp_path ${root}-${name}-proxy;
fastcgi_temp_path ${root}-f; uwsgi_temp_path ${root}-u; scgi_temp_path ${root}-s;
${pool} server { listen 127.0.0.1:${port}; ${locations} } }`,
  );
  return startNative(name, port, pinned(processor, 'nginx', ['-c', file, '-p', directory]));
}

export async function startHaproxy(processor: number, upstream: string): Promise<Program> {
  const port = await freePort();
  const file = join(directory, 'haproxy.conf');
  writeFileSync(
    file,
    `global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
frontend in
  bind 127.0.0.1:${port}
  default_backend up
backend up
  server one ${new URL(upstream).host}
`,
  );
  return startNative('haproxy', port, pinned(processor, 'haproxy', ['-f', file, '-db']));
}

async function startNative(name: string, port: number, [command, args]: [string, string[]]): Promise<Program> {
  const child = endsWithUs(spawn(command, args, { stdio: 'ignore' }));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt += 1) {
    const answered = await fetch(url).then(
      (response) => response.arrayBuffer().then(() => true),
      () => false,
    );
    if (answered) break;
    if (attempt > 100) throw new Error(`${name} does not start`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { name, url, pids: family(child.pid ?? 0), stop: () => stopped(child) };
}

/** Seconds of processor time a program has used so far. */
export function cpuSeconds({ pids }: Program): number {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return sum + (Number(fields[11]) + Number(fields[12])) / clockTicksPerSecond;
  }, 0);
}

function family(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return [pid, ...(children === '' ? [] : children.split(' ').flatMap((child) => family(Number(child))))];
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGTERM');
  });
}
