/** `npm run fault -- <name>`: breaks something of the system that "npm start" runs, for a while. */
import { setTimeout as delay } from 'node:timers/promises';
import { aNumber, command, CommandFailure, Misuse, runCommand } from '@wellspring/command';
import { catalogue } from './faults/catalogue.ts';
import { LocalStage } from './faults/local-stage.ts';

const program = command('fault', 'Breaks something of the system that "npm start" runs. It heals by itself.')
  .argument('<name>', `one of: ${Object.keys(catalogue).join(', ')}`)
  .option('--for <seconds>', 'how long', aNumber({ min: 1, max: 3_600 }), 30)
  .option('--backoffice <url>', 'the stand-in for the background systems', 'http://localhost:3095')
  .action(async (name: string, { for: seconds, backoffice }: { for: number; backoffice: string }) => {
    const make = catalogue[name];
    if (make === undefined)
      throw new Misuse(`There is no fault "${name}". There are: ${Object.keys(catalogue).join(', ')}`);
    const forMs = seconds * 1_000;
    const fault = make(new LocalStage(backoffice, forMs), forMs);
    const stopped = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped.abort());
    await fault.begin().catch((error: unknown) => {
      throw new CommandFailure(`${fault.what}: cannot be played`, 1, { cause: error });
    });
    console.log(`For ${seconds} s ${fault.what}. Watch it: npm run pinpoint -- --watch`);
    await delay(forMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    await fault.end();
    console.log('It is well again.');
  });

await runCommand(program);
