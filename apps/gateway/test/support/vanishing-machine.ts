import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { join } from 'node:path';
import { endsWithUs } from '@wellspring/testing/processes';
import { nextMessage } from './processes.ts';

/** Connections the system takes for a program that does not: one more than its backlog. */
const placesInTheQueue = 2;

/** A server on a machine that goes away without a word, as one whose network is unplugged. */
export class VanishingMachine {
  private readonly fillers: net.Socket[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {}

  static async start(name: string): Promise<VanishingMachine> {
    const child = endsWithUs(fork(join(import.meta.dirname, 'vanishing-machine.mjs'), [name], { execArgv: [] }));
    return new VanishingMachine(child, Number(await nextMessage(child)));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Until somebody has asked for a path that ends in `/never`, which is not answered. */
  async untilAsked(): Promise<void> {
    await nextMessage(this.child);
  }

  async vanish(): Promise<void> {
    this.child.send('vanish');
    await nextMessage(this.child);
    for (let place = 0; place < placesInTheQueue; place += 1) await once(this.fill(), 'connect');
    // Whoever leaves the queue is followed by one of these.
    for (let more = 0; more < placesInTheQueue; more += 1) this.fill();
  }

  async stop(): Promise<void> {
    for (const filler of this.fillers) filler.destroy();
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private fill(): net.Socket {
    const filler = net.connect(this.port, '127.0.0.1');
    filler.on('error', () => undefined);
    this.fillers.push(filler);
    return filler;
  }
}
