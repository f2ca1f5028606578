/** Builds everything, runs it until Ctrl-C, and says where to sign in. */
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { command, type Command, Misuse } from '@wellspring/command';
import { build } from './build.ts';
import { demoPassword, operatorEmail } from './environment.ts';
import { endLeftovers } from './leftovers.ts';
import { portsInUse } from './ports.ts';
import { startStack, type Stack } from './stack.ts';
import { readTopology, workspaceRoot } from './topology.ts';
import { watch } from './watch.ts';

const dataDir = join(workspaceRoot, '.wellspring');
const startedAt = performance.now();

interface Options {
  fresh: boolean;
  customers?: string;
}

/** @param watches whether what changes is rebuilt and restarted */
export function startCommand(npmScript: string, summary: string, watches: boolean): Command {
  return command(npmScript, summary)
    .option('--fresh', 'begin anew: forget the data of earlier runs', false)
    .option('--customers <file>', 'import customers from a CSV in place of the generated ones (implies --fresh)')
    .action((options: Options) => start(options, watches));
}

async function start(given: Options, watches: boolean): Promise<void> {
  const options = read(given);
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
  if (watches) watch(stack, report);
  const reason = await ending.promise;
  const asked = reason.startsWith('SIG');
  console.log(asked ? '\nStopping …' : `\n${reason}\nStopping the rest …`);
  await stack.stop();
  console.log('Stopped.');
  process.exit(asked ? 0 : 1);
}

function read({ fresh, customers }: Options): { fresh: boolean; customersFile: string | undefined } {
  const customersFile = customers && resolve(process.env['INIT_CWD'] ?? '.', customers);
  if (customersFile && !existsSync(customersFile)) throw new Misuse(`--customers: there is no file ${customersFile}`);
  return { fresh: fresh || customersFile !== undefined, customersFile };
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
