/** Whom to sign in as, to see the one side and the other. */
import { z } from 'zod';
import type { OperationsClient } from '../operations/operations-client.ts';
import { customerAnswer } from '../migration/answers.ts';

export interface Somebody {
  customerNo: string;
  email: string;
  /** Capabilities this customer has on the new side. */
  onNew: string[];
  onOld: string[];
}

const crmCustomers = z.object({ items: z.array(z.object({ customerNo: z.string(), email: z.string() })) });

/** @returns the first customers there are */
export async function knownCustomers(
  backofficeUrl: string,
  count: number,
): Promise<Omit<Somebody, 'onNew' | 'onOld'>[]> {
  const response = await fetch(`${backofficeUrl}/crm/customers?changedAfter=0&limit=${count}`);
  return crmCustomers.parse(await response.json()).items;
}

/** @returns the first customers there are, with where each is */
export async function firstCustomers(
  backofficeUrl: string,
  gateway: OperationsClient,
  count: number,
): Promise<Somebody[]> {
  const known = await knownCustomers(backofficeUrl, count);
  return Promise.all(
    known.map(async ({ customerNo, email }) => {
      const { capabilities } = customerAnswer.parse(await gateway.get(`/customers/${encodeURIComponent(customerNo)}`));
      const on = (isNew: boolean): string[] =>
        capabilities.filter(({ side }) => (side === 'new') === isNew).map(({ name }) => name);
      return { customerNo, email, onNew: on(true), onOld: on(false) };
    }),
  );
}

/** @returns the first of those with least and of those with most on the new side, if they are two */
export function oneOnEachSide(customers: Somebody[]): { old: Somebody | undefined; new: Somebody | undefined } {
  const [old] = customers.toSorted((a, b) => a.onNew.length - b.onNew.length);
  const [best] = customers.toSorted((a, b) => b.onNew.length - a.onNew.length);
  return { old, new: best === old ? undefined : best };
}
