/** `npm run bench`: figures about the apps as they are built, each beside what it is to be compared with, in one run. */
import { cpus } from 'node:os';
import { aNumber, Argument, command, list, oneOf, runCommand, wholeNumber } from '@wellspring/command';
import { build } from '../stack/build.ts';
import { benchBills } from './bills.ts';
import { benchFootprint } from './footprint.ts';
import { benchPages } from './pages.ts';
import { benchScale } from './scale/scale.ts';
import { scaledServices } from './scale/scaled-services.ts';

interface Options {
  seconds: number;
  rounds: number;
  connections: number;
  customers: number[];
  services: string[];
  diskGb: number;
}

const benches: Record<string, (options: Options) => Promise<string>> = {
  bills: benchBills,
  pages: benchPages,
  scale: ({ connections, ...options }) => benchScale({ ...options, connections: Math.min(connections, 4) }),
  footprint: ({ rounds }) => benchFootprint({ rounds: Math.min(rounds, 3) }),
};

const scaled = scaledServices.map(({ app }) => app);

const program = command(
  'bench',
  'Builds the apps and measures them as they are built, each beside what it is to be compared with.\n\n' +
    '  bills      GET customerBill of the billing service, against Fastify and pg alone\n' +
    "  pages      the start page on a slow phone, beside the old portal's\n" +
    '  scale      changes coming in, reads, memory and disk of billing, inventory and usage with many customers\n' +
    '  footprint  from the start of each app to its first "ready", and its memory then',
)
  .addArgument(new Argument('[benchmarks...]', 'without: all').choices(Object.keys(benches)))
  .option('--seconds <seconds>', 'of one measurement', aNumber({ min: 0.1 }), 5)
  .option('--rounds <count>', 'measurements of each; of footprint three at most', wholeNumber({ min: 1 }), 5)
  .option('--connections <count>', 'kept busy at the same time; of scale four at most', wholeNumber({ min: 1 }), 32)
  .option('--customers <counts>', 'of scale, one after the other', list(wholeNumber({ min: 1_000 })), [10_000])
  .option('--services <names>', 'of scale: only these', list(oneOf(...scaled)), scaled)
  .option('--disk-gb <GB>', 'of scale: largest that the database of one service may become', aNumber({ min: 1 }), 25)
  .action(async (asked: string[], options: Options) => {
    console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
    await build();
    for (const [name, bench] of Object.entries(benches)) {
      if (asked.length === 0 || asked.includes(name)) console.log(`\n${await bench(options)}`);
    }
  });

await runCommand(program);
