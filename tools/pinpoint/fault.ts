/** `npm run fault -- <name>`: breaks something of the system that "npm start" runs, for a while. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { aNumber, command, CommandFailure, Misuse, runCommand } from '@wellspring/command';
import { workspaceRoot } from '../topology/topology.ts';
import { catalogue, type MakeFault } from './faults/catalogue.ts';
import type { Fault } from './faults/fault.ts';
import { faultServerOf } from './faults/fault-server.ts';
import { LocalStage } from './faults/local-stage.ts';
import { remoteFault } from './faults/remote-fault.ts';

const program = command('fault', 'Breaks something of the system that "npm start" runs. It heals by itself.')
  .argument('<name>', `one of: ${Object.keys(catalogue).join(', ')}`)
  .option('--for <seconds>', 'how long', aNumber({ min: 1, max: 3_600 }), 30)
  .option('--backoffice <url>', 'the stand-in for the background systems', 'http://localhost:3095')
  .action(async (name: string, { for: seconds, backoffice }: { for: number; backoffice: string }) => {
    const make = catalogue[name];
    if (make === undefined)
      throw new Misuse(`There is no fault "${name}". There are: ${Object.keys(catalogue).join(', ')}`);
    const forMs = seconds * 1_000;
    const fault = existing(name, make, backoffice, forMs);
    const stopped = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped.abort());
    await begin(fault);
    console.log(`For ${seconds} s ${fault.what}. Watch it: npm run pinpoint -- --watch`);
    await delay(forMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    await fault.end();
    console.log('It is well again.');
  });

await runCommand(program);

/** Played by the process that runs the system, where it was started to be broken; else what can be done from here. */
function existing(name: string, make: MakeFault, backoffice: string, forMs: number): Fault {
  const server = faultServerOf(join(workspaceRoot, '.wellspring'));
  const here = make(new LocalStage(backoffice), forMs);
  return server === undefined ? here : remoteFault(server, name, here.what, forMs);
}

async function begin(fault: Fault): Promise<void> {
  try {
    await fault.begin();
  } catch (error) {
    throw error instanceof CommandFailure
      ? error
      : new CommandFailure(`${fault.what}: cannot be played`, 1, { cause: error });
  }
}
