/** `npm run traffic`: customers who sign in and look at their bills, so that there is something to see on the console. */
import { setTimeout as delay } from 'node:timers/promises';
import { aNumber, command, CommandFailure, Option, runCommand, wholeNumber } from '@wellspring/command';
import { z } from 'zod';
import { capabilityAnswer, statusAnswer } from '../migration/answers.ts';
import { parityInWords } from '../migration/readable.ts';
import { findToken } from '../operations/credentials.ts';
import { OperationsClient } from '../operations/operations-client.ts';
import { demoPassword } from '../stack/environment.ts';
import { firstCustomers } from '../stack/somebody.ts';
import { Customer, signInAll } from './customer.ts';
import { faultNames, type FaultName, faultOf, type Fault } from './fault.ts';
import { parseMix, pick } from './mix.ts';
import { Tally } from './tally.ts';

interface Options {
  customers: number;
  rate: number;
  seconds: number;
  mix: string;
  fault: FaultName;
  faultAfter: number;
  faultFor: number;
  gateway: string;
  operations: string;
  backoffice: string;
}

const reportEveryMs = 5_000;
const mostUnderWay = 200;
const signInsAtATime = 4;
const startedAt = performance.now();

const program = command(
  'traffic',
  'Plays customers of the system that "npm start" runs: each signs in and looks at pages, on whichever side they are.\n' +
    'Watch the lanes, parity and guardrails meanwhile on the console, or with: npm run migration -- status',
)
  .option('--customers <count>', 'who sign in', wholeNumber({ min: 1, max: 500 }), 40)
  .option('--rate <count>', 'visits a second', aNumber({ min: 0.1, max: 200 }), 8)
  .option(
    '--seconds <seconds>',
    'until it stops by itself; Ctrl-C stops it before',
    aNumber({ min: 1, max: 3_600 }),
    300,
  )
  .option('--mix <weights>', 'what they come for', 'start=1,invoices=3,bill=1')
  .addOption(
    new Option('--fault <name>', 'trouble on one side, to see what becomes of it').choices(faultNames).default('none'),
  )
  .option('--fault-after <seconds>', 'when it begins', aNumber({ min: 0 }), 45)
  .option('--fault-for <seconds>', 'when it is over', aNumber({ min: 1 }), 45)
  .option('--gateway <url>', 'where customers come in', 'http://localhost:8080')
  .option('--operations <url>', 'management address of the gateway', 'http://localhost:8081')
  .option('--backoffice <url>', 'the stand-in for the background systems', 'http://localhost:3095')
  .action(play);

await runCommand(program);

async function play(options: Options): Promise<void> {
  const mix = parseMix(options.mix);
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped.abort());
  const { signal } = stopped;

  const operations = new OperationsClient({
    service: 'gateway',
    url: options.operations,
    token: findToken(undefined, 'MIGRATION_TOKEN', process.env),
    as: 'npm run traffic',
  });
  const people = await firstCustomers(options.backoffice, operations, options.customers).catch((error: unknown) => {
    throw new CommandFailure('There is no running system to play customers of: npm start', 1, { cause: error });
  });
  const customers = people.map(({ email }) => new Customer(options.gateway, email, demoPassword));
  say(`${customers.length} customers sign in …`);
  await signInAll(customers, signInsAtATime, signal);
  say(
    `signed in. ${people.filter(({ onNew }) => onNew.includes('invoices')).length} have their invoices on the new side.`,
  );

  const tally = new Tally();
  const ending = AbortSignal.any([signal, AbortSignal.timeout(options.seconds * 1_000)]);
  const watching = watch(operations, tally, ending);
  const trouble = troubleFor(faultOf(options.fault, options.backoffice), options, ending);
  await visits(customers, options.rate, () => pick(mix, Math.random()), tally, ending);
  await Promise.all([watching, trouble]);
  for (const line of await comparisons(operations)) say(line);
  say('stopped.');
}

/** At a fixed rate, whatever becomes of those before, as customers come who know nothing of each other. */
async function visits(
  customers: Customer[],
  perSecond: number,
  errand: () => ReturnType<typeof pick>,
  tally: Tally,
  ending: AbortSignal,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  while (await pause(1_000 / perSecond, ending)) {
    const customer = customers[Math.floor(Math.random() * customers.length)];
    if (!customer || underWay.size >= mostUnderWay) tally.holdBack();
    else {
      const visit = customer.visit(errand()).then((seen) => {
        tally.add(seen);
        underWay.delete(visit);
      });
      underWay.add(visit);
    }
  }
  await Promise.all(underWay);
}

/** Tells what was seen, and of every capability what has become different since. */
async function watch(operations: OperationsClient, tally: Tally, ending: AbortSignal): Promise<void> {
  const known = new Map<string, string>();
  let going = true;
  while (going) {
    going = await pause(reportEveryMs, ending);
    say(tally.take());
    for (const [name, state] of await states(operations)) {
      if (known.get(name) !== state) say(`  ${name}: ${state}`);
      known.set(name, state);
    }
  }
}

/** A gateway that does not answer now has not lost its customers: they are told of all the same. */
async function states(operations: OperationsClient): Promise<[name: string, state: string][]> {
  const answer = await operations.get('/capabilities').catch(() => undefined);
  if (answer === undefined) return [['gateway', 'its operations API does not answer']];
  return statusAnswer
    .parse(answer)
    .capabilities.map(({ name, stage, percent, override, guardrails }) => [
      name,
      [
        stage === 'canary' ? `canary ${percent} %` : stage,
        ...(override ? [`decided by ${override.actor}: ${override.reason}`] : []),
        ...(guardrails.state === 'breached' ? [`guardrail: ${guardrails.reasons.join('; ')}`] : []),
      ].join(', '),
    ]);
}

/** How alike the two sides were, where they were compared. */
async function comparisons(operations: OperationsClient): Promise<string[]> {
  const answer = await operations.get('/capabilities').catch(() => ({ capabilities: [] }));
  const { capabilities } = z.object({ capabilities: z.array(capabilityAnswer) }).parse(answer);
  return capabilities.flatMap(({ name, parity }) => (parity === null ? [] : [`${name}: ${parityInWords(parity)}`]));
}

async function troubleFor(
  fault: Fault | undefined,
  { faultAfter, faultFor }: Options,
  ending: AbortSignal,
): Promise<void> {
  if (!fault || !(await pause(faultAfter * 1_000, ending))) return;
  say(`! from now on ${fault.what}`);
  await fault.begin();
  try {
    await pause(faultFor * 1_000, ending);
  } finally {
    await fault.end();
    say('! that is over');
  }
}

/** @returns whether there is more to come */
function pause(ms: number, ending: AbortSignal): Promise<boolean> {
  return delay(ms, true, { signal: ending }).catch(() => false);
}

function say(text: string): void {
  console.log(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${text}`);
}
