/** Builds everything, runs it until Ctrl-C, and says where to sign in. */
import { join } from 'node:path';
import { command, type Command, CommandFailure, Misuse } from '@wellspring/command';
import { OperationsClient } from '../operations/operations-client.ts';
import { build } from './build.ts';
import { CustomersToImport, rememberedCustomers, rememberImport } from './customers-file.ts';
import { requireSpace, watchSpace } from './disk-space.ts';
import { demoPassword, operatorEmail } from './environment.ts';
import { forgetEarlierRuns } from './fresh.ts';
import { GivenPortals } from './given-portals.ts';
import { endLeftovers } from './leftovers.ts';
import { portsInUse } from './ports.ts';
import { takeRunLock } from './run-lock.ts';
import { firstCustomers, oneOnEachSide } from './somebody.ts';
import { startStack, type Stack, type StackOptions } from './stack.ts';
import { readTopology, withoutOldPortals, workspaceRoot } from '../topology/topology.ts';
import { watch } from './watch.ts';

const dataDir = join(workspaceRoot, '.wellspring');
/** Enough to find one on each side, at any share that is worth looking at. */
const customersLookedAt = 100;
const startedAt = performance.now();

interface Options {
  fresh: boolean;
  faults: boolean;
  customers?: string;
  separator?: string;
  encoding?: string;
  oldPortal?: string;
  migration?: string;
}

export interface StartWays {
  /** Whether what changes is rebuilt and restarted. */
  watches: boolean;
  /** Starts a stack in which things can be broken. */
  startBreakable: (options: StackOptions) => Promise<Stack>;
}

export function startCommand(npmScript: string, summary: string, ways: StartWays): Command {
  return command(npmScript, summary)
    .option('--fresh', 'begin anew: forget the data of earlier runs', false)
    .option('--customers <file>', 'begin anew with customers from a CSV in place of the generated ones')
    .option('--separator <name>', 'between its columns: comma, semicolon or tab; else recognised')
    .option('--encoding <name>', 'of it, as in windows-1257; else recognised, if it is UTF-8 or UTF-16')
    .option('--faults', 'everything can be broken: npm run fault', false)
    .option('--old-portal <file>', 'in front of the old portals it describes, in place of the stand-in')
    .option('--migration <file>', 'who answers what there; else the migration.yaml beside it, else the old portal')
    .action((options: Options) => start(options, ways));
}

async function start(options: Options, ways: StartWays): Promise<void> {
  if (options.customers === undefined && (options.separator ?? options.encoding) !== undefined) {
    throw new Misuse('--separator and --encoding are about a file: name it with --customers');
  }
  if (options.migration !== undefined && options.oldPortal === undefined) {
    throw new Misuse('--migration is about an old portal: name it with --old-portal');
  }
  const giveBack = takeRunLock(dataDir, addressOf('gateway'));
  try {
    await run(options, ways);
  } finally {
    giveBack();
  }
}

async function run(options: Options, { watches, startBreakable }: StartWays): Promise<void> {
  const { fresh, faults, customers: file, oldPortal, migration, ...format } = options;
  requireSpace(dataDir);
  const given = oldPortal === undefined ? undefined : new GivenPortals({ profile: oldPortal, migration }, process.env);
  const toImport = file === undefined ? undefined : new CustomersToImport({ file, ...format });
  const ended = await endLeftovers(dataDir);
  if (ended > 0) report(`ended ${ended} processes that an earlier run had left behind`);
  const busy = await portsInUse(given ? withoutOldPortals(readTopology()) : readTopology());
  if (busy.length > 0) {
    throw new CommandFailure(`Cannot start: ${busy.join('; ')}. Another program has it, or a run of another checkout.`);
  }
  report('building …');
  await build();
  report('built');
  if (fresh || toImport) forgetEarlierRuns(dataDir, [...(toImport ? [toImport.file] : []), ...(given?.files ?? [])]);

  const ending = Promise.withResolvers<string>();
  const starting = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      starting.abort(new CommandFailure(`Stopped before everything was up, by ${signal}.`));
      ending.resolve(signal);
    });
  }
  const stack = await (faults ? startBreakable : startStack)({
    dataDir,
    ports: 'declared',
    customers: toImport?.copyTo(dataDir) ?? rememberedCustomers(dataDir),
    ...(given && {
      oldPortalsFile: given.oldPortalsFile,
      migrationFile: given.migrationFile(dataDir),
      overrides: { gateway: given.secrets },
    }),
    onProgress: report,
    onUnexpectedExit: (reason) => ending.resolve(reason),
    signal: starting.signal,
  });
  if (toImport) rememberImport(dataDir);
  await announce(stack, given);
  if (watches) watch(stack, report);
  const stopWatching = watchSpace(dataDir, report);
  const reason = await ending.promise;
  stopWatching();
  const asked = reason.startsWith('SIG');
  console.log(asked ? '\nStopping …' : `\n${reason}\nStopping the rest …`);
  await stack.stop();
  console.log('Stopped.');
  process.exitCode = asked ? 0 : 1;
}

function addressOf(name: string): string {
  const port = readTopology().find((app) => app.name === name)?.ports.service;
  return `http://localhost:${port ?? 'unknown'}`;
}

async function announce(stack: Stack, given: GivenPortals | undefined): Promise<void> {
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
  The APIs, for a program: client laptop with secret ${stack.secrets.machineSecret} (docs/machine-clients.md)

${given === undefined ? await whereToSignIn(stack) : given.whereToGo(stack.url('gateway'), dataDir)}`);
}

async function whereToSignIn(stack: Stack): Promise<string> {
  return `Sign in at ${stack.url('gateway')} with password ${demoPassword}\n${await whomToSignInAs(stack)}`;
}

/** One customer on each side, so that both can be seen side by side. */
async function whomToSignInAs(stack: Stack): Promise<string> {
  const gateway = new OperationsClient({
    service: 'gateway',
    url: stack.url('gateway', 'management'),
    token: stack.secrets.operationsToken,
    as: 'npm start',
  });
  const customers = oneOnEachSide(await firstCustomers(stack.url('backoffice'), gateway, customersLookedAt));
  const lines = [
    customers.old && `  as ${customers.old.email} on the old portal${butFor(customers.old.onNew)}`,
    customers.new && `  as ${customers.new.email} on the new portal${butFor(customers.new.onOld)}`,
  ];
  return lines.filter((line) => line !== undefined).join('\n') || '  (there are no customers)';
}

function butFor(capabilities: string[]): string {
  return capabilities.length === 0 ? '' : `, but for ${capabilities.join(', ')}`;
}

function report(step: string): void {
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${step}`);
}
