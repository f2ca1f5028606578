/** One measurement: closed loop by wrk where it is installed, else autocannon; open loop by autocannon. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { endsWithUs } from '@wellspring/testing/processes';
import { cpuSeconds, isInstalled, pinned, type Program } from './programs.ts';

export interface Result {
  program: string;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  p999Ms: number;
  cpuMicrosPerRequest: number;
  failed: number;
}

export interface Load {
  path: string;
  connections: number;
  seconds: number;
  /** Requests per second, sent whether or not answers come: latency then includes the waiting. Absent: closed loop. */
  rate?: number;
}

const hasWrk = isInstalled('wrk');
export const closedLoopTool = hasWrk ? 'wrk' : 'autocannon';

export async function measure(program: Program, load: Load, processor: number): Promise<Result> {
  const before = cpuSeconds(program);
  const numbers =
    load.rate === undefined && hasWrk
      ? await wrk(program, load, processor)
      : await autocannon(program, load, processor);
  const cpu = cpuSeconds(program) - before;
  const requests = numbers.requestsPerSecond * load.seconds;
  return { program: program.name, ...numbers, cpuMicrosPerRequest: (cpu / requests) * 1e6 };
}

type Numbers = Omit<Result, 'program' | 'cpuMicrosPerRequest'>;

const report = `done = function(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("RESULT %f %f %f %f %d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency:percentile(99.9) / 1000, failed))
end`;

async function wrk(program: Program, load: Load, processor: number): Promise<Numbers> {
  const { mkdtempSync, writeFileSync } = await import('node:fs');
  const script = `${mkdtempSync('/tmp/gateway-bench-wrk-')}/report.lua`;
  writeFileSync(script, report);
  const args = [
    '-t1',
    `-c${load.connections}`,
    `-d${load.seconds}s`,
    '-s',
    script,
    ...headers(program),
    `${program.url}${load.path}`,
  ];
  const output = await run(pinned(processor, 'wrk', args));
  const values = (/RESULT ([\d. ]+)/.exec(output)?.[1] ?? '').split(' ').map(Number);
  const [requestsPerSecond = 0, p50Ms = 0, p99Ms = 0, p999Ms = 0, failed = 0] = values;
  return { requestsPerSecond, p50Ms, p99Ms, p999Ms, failed };
}

async function autocannon(program: Program, load: Load, processor: number): Promise<Numbers> {
  const bin = createRequire(import.meta.url).resolve('autocannon/autocannon.js');
  const rate = load.rate === undefined ? [] : ['-R', String(load.rate)];
  const args = [
    bin,
    '-j',
    '-c',
    String(load.connections),
    '-d',
    String(load.seconds),
    ...rate,
    ...headers(program),
    `${program.url}${load.path}`,
  ];
  const output = await run(pinned(processor, process.execPath, args));
  const result = JSON.parse(output.slice(output.indexOf('{'))) as {
    requests: { total: number };
    duration: number;
    latency: Record<string, number>;
    non2xx: number;
    errors: number;
  };
  return {
    requestsPerSecond: result.requests.total / result.duration,
    p50Ms: result.latency['p50'] ?? 0,
    p99Ms: result.latency['p99'] ?? 0,
    p999Ms: result.latency['p99_9'] ?? 0,
    failed: result.non2xx + result.errors,
  };
}

function headers({ cookie }: Program): string[] {
  return [
    '-H',
    'accept: application/json',
    '-H',
    'user-agent: Mozilla/5.0 (X11; Linux x86_64)',
    ...(cookie === undefined ? [] : ['-H', `cookie: ${cookie}`]),
  ];
}

function run([command, args]: [string, string[]]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = endsWithUs(spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] }));
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', reject);
    child.once('exit', () => {
      resolve(output);
    });
  });
}
