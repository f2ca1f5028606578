import { join } from 'node:path';
import { freePort } from '@wellspring/testing/processes';
import { AppProcess, type RunningApp } from '../../stack/app-process.ts';
import { pidFolder } from '../../stack/leftovers.ts';
import { sabotaged } from '../../stack/sabotaged.ts';
import { workspaceRoot } from '../../topology/topology.ts';

type Environment = Readonly<Record<string, string>>;

/** Who is told every address of a service, and of which of its ports. */
const toldOfEach: Environment = { UPSTREAMS: 'PORT', SCRAPE_TARGETS: 'MANAGEMENT_PORT' };

/** Another process of an app, as a Deployment of two replicas has it: requests are shared between both. */
export class SecondProcess {
  readonly app: string;
  readonly name: string;
  private readonly ports: Environment;

  private constructor(app: string, ports: Environment) {
    this.app = app;
    this.name = `${app}-2`;
    this.ports = ports;
  }

  static async of(app: string): Promise<SecondProcess> {
    const [port, managementPort] = [await freePort(), await freePort()];
    return new SecondProcess(app, { PORT: String(port), MANAGEMENT_PORT: String(managementPort) });
  }

  /** The environment of an app, with this process beside the first wherever all of them are named. */
  addedTo(environment: Environment): Record<string, string> {
    const added = Object.entries(toldOfEach).flatMap(([variable, port]) => {
      const list = environment[variable]?.split(' ') ?? [];
      return list.length === 0 ? [] : [[variable, list.map((entry) => this.beside(entry, port)).join(' ')] as const];
    });
    return { ...environment, ...Object.fromEntries(added) };
  }

  /** @param first the environment of the first process */
  process(first: Environment, dataDir: string): RunningApp {
    const { app, name, ports } = this;
    return new AppProcess({
      name,
      script: join(workspaceRoot, 'apps', app, 'dist/main.js'),
      env: { ...sabotaged(name, first, dataDir), ...ports },
      logFile: join(dataDir, 'logs', `${name}.log`),
      readyUrl: `http://127.0.0.1:${ports['MANAGEMENT_PORT'] ?? ''}/health/ready`,
      pidFile: join(pidFolder(dataDir), name),
    });
  }

  /** `billing=http://127.0.0.1:3030` becomes `billing=http://127.0.0.1:3030,http://127.0.0.1:17001`. */
  private beside(entry: string, port: string): string {
    const [name, address = ''] = entry.split('=');
    if (name !== this.app) return entry;
    const other = new URL(address);
    other.port = this.ports[port] ?? '';
    return `${entry},${other.href.replace(/\/$/, '')}`;
  }
}
