/** `npm run cluster -- verify` */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandFailure, describeError, type Command } from '@wellspring/command';
import { findCommand } from '../cluster/tools-folder.ts';
import { readSite } from './description/read-site.ts';
import { flowsOf } from './generate.ts';
import { hintOf, type Verification } from './verify/verification.ts';
import { verifications } from './verify/verifications.ts';

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('show what is generated to the programs that will read it: kubeadm, nft, containerd, cloud-init, etcd')
    .requiredOption('--site <site>', 'a folder of deploy/cluster')
    .option('--all', 'a program that is missing is a failure as well')
    .action(verify);
}

async function verify({ site: name, all }: { site: string; all?: true }): Promise<void> {
  const site = readSite(process.cwd(), name);
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-verify-'));
  const counts = { ok: 0, failed: 0, missing: 0 };
  try {
    for (const verification of verifications(process.cwd(), site, flowsOf(process.cwd(), site), folder)) {
      counts[await outcomeOf(verification)] += 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `\n${counts.ok} verified, ${counts.failed} failed, ${counts.missing} could not be tried on this machine.`,
  );
  if (counts.failed > 0 || (all && counts.missing > 0)) throw new CommandFailure(`${name} is not verified.`);
}

async function outcomeOf({ what, needs, run }: Verification): Promise<'ok' | 'failed' | 'missing'> {
  const found = needs.map((program) => ({ program, path: findCommand(program) }));
  const missing = found.filter(({ path }) => path === undefined);
  if (missing.length > 0) {
    console.log(`missing  ${what}`);
    for (const { program } of missing) console.log(`         ${program}: ${hintOf(program)}`);
    return 'missing';
  }
  const startedMs = performance.now();
  try {
    await run(Object.fromEntries(found.map(({ program, path = '' }) => [program, path])));
    console.log(`ok       ${what} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
    return 'ok';
  } catch (error) {
    console.log(`failed   ${what}\n         ${describeError(error).replaceAll('\n', '\n         ')}`);
    return 'failed';
  }
}
