/** The log agent as its image runs it, on a folder in place of a node. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { endsWithUs } from '@wellspring/testing/processes';
import { commandOfImage } from '../../log-agent-image.ts';

export interface AgentPlace {
  elasticsearchUrl: string;
  environment: string;
  logFolder: string;
  stateFolder: string;
}

/** What it has taken of the machine so far. */
export interface AgentCost {
  processorSeconds: number;
  /** The most memory it has had. */
  peakMiB: number;
}

const ticksPerSecond = 100;

export class AgentProcess {
  private readonly place: AgentPlace;
  private child: ChildProcess | undefined;

  constructor(place: AgentPlace) {
    this.place = place;
  }

  start(): void {
    const { elasticsearchUrl, environment, logFolder, stateFolder } = this.place;
    const env = {
      ELASTICSEARCH_URL: elasticsearchUrl,
      ELASTICSEARCH_USERNAME: 'agent',
      ELASTICSEARCH_PASSWORD: 'any',
      ENVIRONMENT: environment,
      NODE_NAME: 'node-1',
      NAMESPACES: 'wellspring',
      LOG_FOLDER: logFolder,
      STATE_FOLDER: stateFolder,
      SERVICE_ACCOUNT_FOLDER: stateFolder,
    };
    const child = endsWithUs(
      spawn(process.execPath, commandOfImage().slice(1), { env, stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    child.stdout.resume();
    this.child = child;
  }

  /** As by the machine: it cannot put anything in order. */
  async kill(): Promise<void> {
    const child = this.child;
    if (child === undefined) return;
    this.child = undefined;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  cost(): AgentCost {
    const of = (file: string): string => readFileSync(`/proc/${String(this.child?.pid)}/${file}`, 'utf8');
    // Behind the name, which may have spaces in it: state, …, user and system time as the 12th and 13th.
    const fields = of('stat').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = fields.slice(11, 13).map(Number);
    const [, peakKilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(of('status')) ?? [];
    return {
      processorSeconds: ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond,
      peakMiB: Math.round(Number(peakKilobytes) / 1_024),
    };
  }
}
