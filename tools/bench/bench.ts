/**
 * `npm run bench`: figures about the apps as they are built, each beside what it is to be compared with, in one run.
 * `npm run bench -- bills` or `-- footprint` for one of them; `--seconds`, `--rounds`, `--connections` to change how long.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchBills } from './bills.ts';
import { benchFootprint } from './footprint.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '32' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const connections = Number(values.connections);

const benches: Record<string, () => Promise<string>> = {
  bills: () => benchBills({ seconds, rounds, connections }),
  footprint: () => benchFootprint({ rounds: Math.min(rounds, 3) }),
};

const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  process.exit(64);
}
console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length === 0 || positionals.includes(name)) console.log(`\n${await bench()}`);
}
