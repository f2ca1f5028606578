/** `npm run fault -- <name>`: breaks something of the system that "npm start" runs, for a while. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { aNumber, command, CommandFailure, Misuse, runCommand } from '@wellspring/command';
import { workspaceRoot } from '../topology/topology.ts';
import type { Load } from '../traffic/load.ts';
import { customersMeanwhile, type Here } from './customers-meanwhile.ts';
import { catalogue, type MakeFault } from './faults/catalogue.ts';
import type { Fault } from './faults/fault.ts';
import { faultServerOf } from './faults/fault-server.ts';
import { LocalStage } from './faults/local-stage.ts';
import { remoteFault } from './faults/remote-fault.ts';

/** So that there are some calls of each kind that were well. */
const beforeMs = 10_000;
/** So that there are some that are well again: an incident is over fifteen seconds after the last sign of it. */
const afterMs = 20_000;

const program = command('fault', 'Breaks something of the system that "npm start" runs. It heals by itself.')
  .argument('<name>', `one of: ${Object.keys(catalogue).join(', ')}`)
  .option('--for <seconds>', 'how long', aNumber({ min: 1, max: 3_600 }), 30)
  .option('--alone', 'no customers come meanwhile: what nobody asks for is not missed')
  .option('--gateway <url>', 'where customers come in', 'http://localhost:8080')
  .option('--operations <url>', 'management address of the gateway', 'http://localhost:8081')
  .option('--backoffice <url>', 'the stand-in for the background systems', 'http://localhost:3095')
  .action(async (name: string, { for: seconds, alone, ...here }: Here & { for: number; alone?: boolean }) => {
    const make = catalogue[name];
    if (make === undefined)
      throw new Misuse(`There is no fault "${name}". There are: ${Object.keys(catalogue).join(', ')}`);
    const forMs = seconds * 1_000;
    const fault = existing(name, make, here.backoffice, forMs);
    const customers = alone === true ? undefined : await comeIn(here, forMs);
    const stopped = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped.abort());
    const pass = (ms: number): Promise<void> => delay(ms, undefined, { signal: stopped.signal }).catch(() => undefined);
    try {
      if (customers) await pass(beforeMs);
      if (stopped.signal.aborted) return;
      await begin(fault);
      console.log(`For ${seconds} s ${fault.what}. Watch it: npm run pinpoint -- --watch`);
      await pass(forMs);
      await fault.end();
      console.log('It is well again.');
      if (customers) await pass(afterMs);
    } finally {
      await customers?.stop();
    }
  });

await runCommand(program);

async function comeIn(here: Here, forMs: number): Promise<Load> {
  console.log('Customers sign in, and look at their bills and cards …');
  return customersMeanwhile(here, forMs);
}

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
