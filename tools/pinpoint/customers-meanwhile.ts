/** Customers of the system that "npm start" runs, while something of it is broken: what nobody asks for is not missed. */
import { CommandFailure } from '@wellspring/command';
import { findToken } from '../operations/credentials.ts';
import { OperationsClient } from '../operations/operations-client.ts';
import { firstCustomers, knownCustomers, type Somebody } from '../stack/somebody.ts';
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

/** @throws CommandFailure where there is no such system, or nobody gets in */
export async function customersMeanwhile({ gateway, operations, backoffice }: Here): Promise<Load> {
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
    throw new CommandFailure('There is no running system to break anything of: npm start', 1, { cause: error });
  });
  const staying = whoStays(first);
  const others = known.map(({ email }) => email).filter((email) => !staying.includes(email));
  const from = Math.floor(Math.random() * others.length);
  try {
    return await Load.start(
      gateway,
      { staying, newcomers: [...others.slice(from), ...others.slice(0, from)] },
      perSecond,
    );
  } catch (error) {
    throw new CommandFailure('No customer gets in. Without customers: --alone', 1, { cause: error });
  }
}

/** Most of them on the new side, where most is to be broken, and some on the old. */
export function whoStays(people: readonly Somebody[]): string[] {
  const newest = people.toSorted((one, other) => other.onNew.length - one.onNew.length);
  const staying = [...newest.slice(0, stayingOnNew), ...newest.slice(stayingOnNew).slice(-stayingOnOld)];
  return staying.map(({ email }) => email);
}
