/**
 * `npm run bench:gateway`: the gateway beside other proxies, in one run. Each proxy has one processor, the load and the
 * upstream share the other. See docs/gateway-performance.md.
 */
import { mkdtempSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { aNumber, command, list, oneOf, parsed, wholeNumber } from '@wellspring/command';
import { startPostgres } from '@wellspring/testing/postgres';
import { buildTargets } from './build.ts';
import { gatewayEnvironment } from './gateway-environment.ts';
import { closedLoopTool, measure, type Load, type Result } from './load.ts';
import { isInstalled, startHaproxy, startNginx, startNode, type Program } from './programs.ts';

const proxies = ['gateway', 'fast-proxy', 'fastify-http-proxy', 'http-proxy-3', 'nginx', 'haproxy'];

interface Options {
  seconds: number;
  connections: number;
  rounds: number;
  only: string[];
  scenario?: string;
  features: boolean;
}

const values = parsed(
  command('bench:gateway', 'The gateway, with everything on, beside other proxies with nothing on.')
    .option('--seconds <seconds>', 'of one measurement', aNumber({ min: 0.1 }), 8)
    .option('--connections <count>', 'kept busy at the same time', wholeNumber({ min: 1 }), 64)
    .option('--rounds <count>', 'measurements of each, taken in turns', wholeNumber({ min: 1 }), 3)
    .option('--only <proxies>', 'some of them, as in gateway,nginx', list(oneOf(...proxies)), proxies)
    .option('--scenario <text>', 'the scenarios whose name has this in it, as in "1 kB"')
    .option('--features', 'the gateway alone, with each of its features off in turn', false),
).opts<Options>();
const { seconds, connections, rounds } = values;
/** Enough for the compiler to have seen all of the hot path. */
const warmUpSeconds = 8;
const proxyProcessor = 0;
const loadProcessor = availableParallelism() > 1 ? 1 : 0;
const features = ['access-log', 'metrics', 'windows'];

const header = `${''.padEnd(44)}      req/s   p50 ms   p99 ms p99.9 ms  CPU µs  failed`;

const scenarios: Record<string, Load> = {
  '1 kB, closed loop': { path: '/data/1k', connections, seconds },
  '1 kB, open loop at 4000/s': { path: '/data/1k', connections, seconds, rate: 4_000 },
  '100 kB, closed loop': { path: '/data/100k', connections: 32, seconds },
  '10 MB streams': { path: '/data/10m', connections: 8, seconds },
};

await buildTargets();
const postgres = await startPostgres({
  dataDir: join(mkdtempSync(join(tmpdir(), 'gateway-bench-pg-')), 'data'),
  persistent: false,
});
const upstream = isInstalled('nginx')
  ? await startNginx('upstream', loadProcessor, undefined)
  : await startNode('upstream', loadProcessor, {});

const started: Program[] = [];
try {
  print(
    `${availableParallelism()} processors, Node ${process.version}, ${closedLoopTool} in the closed loop, ` +
      `the median of ${rounds} rounds of ${seconds} s, taken in turns`,
  );
  if (values.features) {
    for (const without of ['', ...features, 'session', features.join(',')]) {
      const name = without === '' ? 'everything on' : `without ${without}`;
      started.push({ ...(await startGateway(without)), name });
    }
    await compare('What each feature costs: 1 kB, closed loop', { path: '/data/1k', connections, seconds });
  } else {
    for (const start of programs()) started.push(await start());
    for (const [name, load] of Object.entries(scenarios)) {
      if (values.scenario === undefined || name.includes(values.scenario)) await compare(name, load);
    }
  }
} finally {
  for (const program of started) await program.stop();
  await upstream.stop();
  await postgres.stop();
}

/** In turns, so that whatever else the machine does falls on all of them. */
async function compare(name: string, load: Load): Promise<void> {
  const results = new Map(started.map((program): [Program, Result[]] => [program, []]));
  for (const program of started) await measure(program, { ...load, seconds: warmUpSeconds }, loadProcessor);
  for (let round = 0; round < rounds; round += 1) {
    for (const [program, taken] of results) taken.push(await measure(program, load, loadProcessor));
  }
  print(`\n${name}\n${header}`);
  for (const taken of results.values()) print(row(median(taken)));
}

/** Each figure's own median. */
function median(results: readonly Result[]): Result {
  const of = (figure: (result: Result) => number): number => {
    const sorted = results.map(figure).sort((left, right) => left - right);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  return {
    program: results[0]?.program ?? '',
    requestsPerSecond: of((result) => result.requestsPerSecond),
    p50Ms: of((result) => result.p50Ms),
    p99Ms: of((result) => result.p99Ms),
    p999Ms: of((result) => result.p999Ms),
    cpuMicrosPerRequest: of((result) => result.cpuMicrosPerRequest),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function programs(): (() => Promise<Program>)[] {
  const to = { UPSTREAM_URL: upstream.url };
  const list: [string, () => Promise<Program>][] = [
    ['gateway', startGateway],
    ...['fast-proxy', 'fastify-http-proxy', 'http-proxy-3'].map((name): [string, () => Promise<Program>] => [
      name,
      () => startNode(name, proxyProcessor, to),
    ]),
    ...(isInstalled('nginx')
      ? [['nginx', () => startNginx('nginx', proxyProcessor, upstream.url)] as [string, () => Promise<Program>]]
      : []),
    ...(isInstalled('haproxy')
      ? [['haproxy', () => startHaproxy(proxyProcessor, upstream.url)] as [string, () => Promise<Program>]]
      : []),
  ];
  return list.filter(([name]) => values.only.includes(name)).map(([, start]) => start);
}

async function startGateway(without = ''): Promise<Program> {
  const database = `bench_${Math.random().toString(36).slice(2)}`;
  await postgres.createDatabase(database);
  const program = await startNode('gateway', proxyProcessor, {
    ...gatewayEnvironment(upstream.url, postgres.url(database)),
    BENCH_WITHOUT: without,
  });
  if (!without.split(',').includes('session')) return program;
  const { cookie, ...anonymous } = program;
  return { ...anonymous, name: cookie === undefined ? program.name : anonymous.name };
}

function row(result: Result): string {
  const cells = [
    result.program.padEnd(44),
    result.requestsPerSecond.toFixed(0).padStart(8),
    result.p50Ms.toFixed(2).padStart(8),
    result.p99Ms.toFixed(2).padStart(8),
    result.p999Ms.toFixed(2).padStart(8),
    result.cpuMicrosPerRequest.toFixed(0).padStart(8),
    String(result.failed).padStart(7),
  ];
  return cells.join(' ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
