/** Plays faults on request, in the process that runs the system: they heal whatever becomes of whoever asked. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { catalogue } from './catalogue.ts';
import type { Fault, Stage } from './fault.ts';

interface Playing {
  fault: Fault;
  timer: NodeJS.Timeout;
}

export class FaultServer {
  private readonly stage: Stage;
  private readonly portFile: string;
  private readonly server: Server;
  private readonly playing = new Map<string, Playing>();

  private constructor(stage: Stage, portFile: string) {
    this.stage = stage;
    this.portFile = portFile;
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(stage: Stage, dataDir: string): Promise<FaultServer> {
    const faults = new FaultServer(stage, portFileIn(dataDir));
    await new Promise<void>((resolve, reject) => {
      faults.server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    const address = faults.server.address();
    if (address !== null && typeof address === 'object') writeFileSync(faults.portFile, String(address.port));
    return faults;
  }

  async stop(): Promise<void> {
    rmSync(this.portFile, { force: true });
    await Promise.all([...this.playing.keys()].map((name) => this.heal(name)));
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** `PUT /<name>?forMs=` begins a fault, or begins it anew; `DELETE /<name>` ends it before its time. */
  private async answer({ method, url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const name = decodeURIComponent(pathname.slice(1));
    try {
      await this.end(name);
      if (method === 'PUT') await this.begin(name, Number(searchParams.get('forMs')));
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  }

  private async begin(name: string, forMs: number): Promise<void> {
    const make = catalogue[name];
    if (make === undefined) throw new Error(`There is no fault "${name}".`);
    const fault = make(this.stage, forMs);
    const timer = setTimeout(() => void this.heal(name), forMs);
    this.playing.set(name, { fault, timer });
    try {
      await fault.begin();
    } catch (error) {
      // What could not begin may not end, either.
      await this.end(name).catch(() => undefined);
      throw error;
    }
  }

  /** With nobody there who asked for it. */
  private async heal(name: string): Promise<void> {
    await this.end(name).catch((error: unknown) => {
      console.error(`${name} did not heal:`, error);
    });
  }

  private async end(name: string): Promise<void> {
    const playing = this.playing.get(name);
    if (playing === undefined) return;
    this.playing.delete(name);
    clearTimeout(playing.timer);
    await playing.fault.end();
  }
}

/** Where a running system takes faults; `undefined` when none does here. */
export function faultServerOf(dataDir: string): string | undefined {
  try {
    return `http://127.0.0.1:${readFileSync(portFileIn(dataDir), 'utf8')}`;
  } catch {
    return undefined;
  }
}

function portFileIn(dataDir: string): string {
  return join(dataDir, 'faults.port');
}
