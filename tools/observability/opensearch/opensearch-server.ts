/** A real OpenSearch for tests, that can be killed and started again on what it has. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@wellspring/testing/eventually';
import { endsWithUs, freePort } from '@wellspring/testing/processes';
import { opensearch } from '../programs.ts';
import { patient } from '../testing/patient.ts';

/** It refuses to run as root. */
const nobody = 65_534;

const isRoot = process.getuid?.() === 0;

export class OpenSearchServer {
  readonly url: string;
  private readonly folder: string;
  private process: ChildProcess | undefined;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<OpenSearchServer> {
    const folder = mkdtempSync(join(tmpdir(), 'opensearch-'));
    const [port, transportPort] = [await freePort(), await freePort()];
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'config'));
    writeFileSync(join(folder, 'config/opensearch.yml'), configuration(folder, port, transportPort));
    writeFileSync(join(folder, 'config/log4j2.properties'), logging);
    // The tools of root are for nobody else to read.
    cpSync(opensearch.path, folder, { recursive: true });
    for (const name of ['bin', 'config', 'data', 'extensions', 'logs', 'plugins', 'tmp']) {
      mkdirSync(join(folder, name), { recursive: true });
      if (isRoot) chownSync(join(folder, name), nobody, nobody);
    }
    const server = new OpenSearchServer(folder, port);
    await server.startAgain();
    return server;
  }

  async startAgain(): Promise<void> {
    const child = spawn('java', args(this.folder), {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(isRoot && { uid: nobody, gid: nobody }),
    });
    this.process = endsWithUs(child);
    const log = createWriteStream(join(this.folder, 'output.log'), { flags: 'a' });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    const health = '/_cluster/health?wait_for_status=yellow&timeout=1s';
    await eventually(() => this.ask('GET', health), patient).catch(async (error: unknown) => {
      const said = readFileSync(join(this.folder, 'output.log'), 'utf8').slice(-2_000);
      await this.stop();
      throw new Error(`OpenSearch does not start: ${said}`, { cause: error });
    });
  }

  /** As by the machine: it cannot put anything in order. */
  async kill(): Promise<void> {
    const child = this.process;
    if (child === undefined) return;
    this.process = undefined;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** @throws Error with its words, unless it agrees */
  async ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as unknown;
  }
}

function args(folder: string): string[] {
  return [
    // It lives for minutes: without its second compiler it starts sooner.
    ...[
      '-Xms512m',
      '-Xmx512m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      `-Djava.io.tmpdir=${join(folder, 'tmp')}`,
    ],
    ...['-Djava.security.manager=allow', '-Djava.locale.providers=SPI,COMPAT', '-Dlog4j2.disable.jmx=true'],
    ...[`-Dopensearch.path.home=${folder}`, `-Dopensearch.path.conf=${join(folder, 'config')}`],
    ...['-Dopensearch.distribution.type=tar', '-Dopensearch.bundled_jdk=false'],
    ...['-cp', join(folder, 'lib/*'), 'org.opensearch.bootstrap.OpenSearch'],
  ];
}

function configuration(folder: string, port: number, transportPort: number): string {
  return `
cluster.name: wellspring-test
node.name: one
network.host: 127.0.0.1
http.port: ${port}
transport.port: ${transportPort}
discovery.type: single-node
path.data: ${folder}/data
path.logs: ${folder}/logs
cluster.routing.allocation.disk.threshold_enabled: false
`;
}

const logging = `
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
`;
