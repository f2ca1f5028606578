/** `npm start` and `npm run dev`: builds everything, runs it until Ctrl-C, and says where to sign in. */
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { demoPassword, operatorEmail } from './environment.ts';
import { endLeftovers } from './leftovers.ts';
import { portsInUse } from './ports.ts';
import { startStack, type Stack } from './stack.ts';
import { readTopology, workspaceRoot } from './topology.ts';
import { watch } from './watch.ts';

const usage = `npm start [-- options]     run everything on this machine
npm run dev [-- options]   the same, rebuilding and restarting what changes

  --fresh             begin anew: forget the data of earlier runs
  --customers <file>  import customers from a CSV in place of the generated ones (implies --fresh)
  --help              this text`;

const dataDir = join(workspaceRoot, '.wellspring');
const startedAt = performance.now();

try {
  await main();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return;
  }
  const ended = await endLeftovers(dataDir);
  if (ended > 0) report(`ended ${ended} processes that an earlier run had left behind`);
  const busy = await portsInUse(readTopology());
  if (busy.length > 0) throw new Error(`Cannot start: ${busy.join('; ')}. Is another "npm start" running?`);
  if (options.fresh) rmSync(dataDir, { recursive: true, force: true });

  report('building …');
  await build();
  report('built');
  const ending = Promise.withResolvers<string>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.resolve(signal));
  const stack = await startStack({
    dataDir,
    ports: 'declared',
    customersFile: keepCustomersFile(options.customersFile),
    onProgress: report,
    onUnexpectedExit: (reason) => ending.resolve(reason),
  });
  announce(stack);
  if (options.watch) watch(stack, report);
  const reason = await ending.promise;
  const asked = reason.startsWith('SIG');
  console.log(asked ? '\nStopping …' : `\n${reason}\nStopping the rest …`);
  await stack.stop();
  console.log('Stopped.');
  process.exit(asked ? 0 : 1);
}

interface Options {
  fresh: boolean;
  watch: boolean;
  help: boolean;
  customersFile: string | undefined;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      customers: { type: 'string' },
    },
  });
  const customersFile = values.customers && resolve(process.env['INIT_CWD'] ?? '.', values.customers);
  if (customersFile && !existsSync(customersFile)) throw new Error(`--customers: there is no file ${customersFile}`);
  return { ...values, fresh: values.fresh || customersFile !== undefined, customersFile };
}

/** A later start without the option goes on with the customers imported before, in place of generated ones. */
function keepCustomersFile(given: string | undefined): string | undefined {
  const kept = join(dataDir, 'customers.csv');
  if (given) {
    mkdirSync(dataDir, { recursive: true });
    copyFileSync(given, kept);
  }
  return existsSync(kept) ? kept : undefined;
}

function announce(stack: Stack): void {
  const rows = stack.apps.map((app) => ({
    app: app.name,
    runs: app.kind === 'stand-in' ? 'stands in for a system of the operator' : 'service',
    address: stack.url(app.name),
    management: app.ports.management ? stack.url(app.name, 'management') : '',
  }));
  const width = (key: keyof (typeof rows)[number]): number => Math.max(...rows.map((row) => row[key].length)) + 2;
  console.log();
  for (const row of rows) {
    console.log(
      `  ${row.app.padEnd(width('app'))}${row.runs.padEnd(width('runs'))}${row.address.padEnd(width('address'))}${row.management}`,
    );
  }
  console.log(`
  Logs   ${join(dataDir, 'logs')}
  Data   ${dataDir} (npm start -- --fresh begins anew)
  Operators' console at ${stack.url('console')} as ${operatorEmail} with password ${stack.secrets.operatorPassword}

Sign in at ${stack.url('gateway')} as ${stack.customerEmail ?? '(there is no customer)'} with password ${demoPassword}`);
}

function report(step: string): void {
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${step}`);
}
