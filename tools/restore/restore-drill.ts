/** `npm run restore-drill`; see docs/cluster.md. */
import { readFileSync } from 'node:fs';
import { command, CommandFailure, InvalidArgumentError, Misuse, runCommand } from '@wellspring/command';
import { type Difference, reconcileOrders, reconcilePayments } from './reconcile.ts';
import { restoreServer } from './restore.ts';

interface Options {
  to: Date;
  backup?: string;
  wal?: string;
  passwordFile?: string;
  billing?: string;
  inventory?: string;
  provider?: string;
  billingEngine?: string;
  provisioning?: string;
}

const program = command(
  'restore-drill',
  'Brings a backup to a point in time in a server of its own, and says where payments and orders in it are not as the background systems have them. They are only read. Exit status 1 when anything differs.',
)
  .requiredOption('--to <time>', 'the point in time, as in 2030-01-31T12:00:00Z', instant)
  .option(
    '--backup <folder>',
    'as pg_basebackup --format=plain leaves it; without: databases that were restored elsewhere',
  )
  .option('--wal <folder>', 'where the log was archived to')
  .option('--password-file <file>', 'password of the role postgres in the backup')
  .option('--billing <url>', "billing's database; with --backup: its name there (billing)")
  .option('--inventory <url>', "inventory's database; with --backup: its name there (inventory)")
  .option('--provider <url>', "the payment provider's API, with --billing-engine: payments are reconciled")
  .option('--billing-engine <url>', "the billing engine's API")
  .option('--provisioning <url>', "provisioning's API: orders are reconciled")
  .action(drill);

await runCommand(program);

function instant(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('is no time, as in 2030-01-31T12:00:00Z');
  return time;
}

async function drill(options: Options): Promise<void> {
  const { backup, wal, passwordFile, to } = options;
  if (backup === undefined) {
    await compare(options, options.billing, options.inventory);
    return;
  }
  if (wal === undefined || passwordFile === undefined) throw new Misuse('--backup takes --wal and --password-file');
  const startedMs = performance.now();
  const server = await restoreServer({ backup, wal, to, password: readFileSync(passwordFile, 'utf8').trim() });
  try {
    console.log(`Restored to ${to.toISOString()} in ${((performance.now() - startedMs) / 1_000).toFixed(1)} s.`);
    await compare(options, server.url(options.billing ?? 'billing'), server.url(options.inventory ?? 'inventory'));
  } finally {
    await server.stop();
  }
}

async function compare(options: Options, billing?: string, inventory?: string): Promise<void> {
  const { provider, billingEngine, provisioning, to } = options;
  const differences: Difference[] = [];
  let compared = 0;
  if (provider !== undefined && billingEngine !== undefined) {
    if (billing === undefined) throw new Misuse('--provider takes --billing or --backup');
    differences.push(...(await reconcilePayments(billing, { provider, billingEngine }, to)));
    compared += 1;
  }
  if (provisioning !== undefined) {
    if (inventory === undefined) throw new Misuse('--provisioning takes --inventory or --backup');
    differences.push(...(await reconcileOrders(inventory, provisioning)));
    compared += 1;
  }
  if (compared === 0) throw new Misuse('Nothing to compare with: --provider and --billing-engine, or --provisioning');
  for (const { kind, id, here, there, then } of differences) {
    console.log(`${kind} ${id}\n    here: ${here}\n    there: ${there}\n    then: ${then}`);
  }
  if (differences.length > 0) throw new CommandFailure(`${differences.length} differ.`);
  console.log('Everything is as the background systems have it.');
}
