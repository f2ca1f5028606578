/** Customers of the system that "npm start" runs, while something of it is broken: what nobody asks for is not missed. */
import { CommandFailure, describeError } from '@wellspring/command';
import { findToken } from '../operations/credentials.ts';
import { OperationsClient } from '../operations/operations-client.ts';
import { firstCustomers, knownCustomers, type Somebody } from '../stack/somebody.ts';
import { playedCustomers } from '../stack/synthetic-customers.ts';
import { Load } from '../traffic/load.ts';

/** Where the system is. */
export interface Here {
  gateway: string;
  operations: string;
  backoffice: string;
}

const perSecond = 5;
const looking = 60;
const stayingOnNew = 9;
const stayingOnOld = 3;
/** As many as the CRM tells of at once: whoever signs in has hardly done so lately, so that it is asked. */
const newcomers = 1_000;

const shortestSignInEveryMs = 1_500;
/** Fewer than identity takes from one address while the CRM does not answer: whoever looks on wants to get in, too. */
const mostSignIns = 400;

/** @throws CommandFailure where there is no such system, or nobody gets in */
export async function customersMeanwhile({ gateway, operations, backoffice }: Here, forMs: number): Promise<Load> {
  const client = new OperationsClient({
    service: 'gateway',
    url: operations,
    token: findToken(undefined, 'MIGRATION_TOKEN', process.env),
    as: 'npm run fault',
  });
  const [first, known] = await Promise.all([
    firstCustomers(backoffice, client, looking),
    knownCustomers(backoffice, newcomers),
  ]).catch((error: unknown) => {
    throw new CommandFailure(`There is no running system to break anything of (${describeError(error)}): npm start`);
  });
  const staying = whoStays(first.filter(isJudged));
  const others = known
    .filter(isJudged)
    .map(({ email }) => email)
    .filter((email) => !staying.includes(email));
  const from = Math.floor(Math.random() * others.length);
  try {
    return await Load.start(gateway, {
      staying,
      newcomers: [...others.slice(from), ...others.slice(0, from)],
      perSecond,
      signInEveryMs: Math.max(shortestSignInEveryMs, forMs / mostSignIns),
    });
  } catch (error) {
    throw new CommandFailure(`No customer gets in (${describeError(error)}). Without customers: --alone`);
  }
}

/** What comes of customers who are played all the time is kept apart from what comes of others. */
function isJudged({ customerNo }: Pick<Somebody, 'customerNo'>): boolean {
  return !playedCustomers.includes(customerNo);
}

/** Most of them on the new side, where most is to be broken, and some on the old. */
export function whoStays(people: readonly Somebody[]): string[] {
  const byHowMuchIsNew = people.toSorted((one, other) => other.onNew.length - one.onNew.length);
  const staying = [
    ...byHowMuchIsNew.slice(0, stayingOnNew),
    ...byHowMuchIsNew.slice(stayingOnNew).slice(-stayingOnOld),
  ];
  return staying.map(({ email }) => email);
}
