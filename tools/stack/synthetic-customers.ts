/** Customers of the made-up ones whom pinpoint plays: one on each side, as the development's migration.yaml has it. */
import type { Customers } from './customers-file.ts';

export const playedCustomers = ['C-1013', 'C-1092'];

const bills = '/tmf-api/customerBillManagement/v4/customerBill?limit=1';

/** What they open. On the new side the page alone says nothing: what it shows comes from a service. */
const pages = [
  { capability: 'start-page', legacy: ['/'], new: ['/'] },
  { capability: 'invoices', legacy: ['/invoices'], new: ['/invoices', bills] },
];

/** Nobody is played who may not be there: an operator's customers and portals are not ours. */
function arePlayed(customers: Customers | undefined): boolean {
  return customers === undefined || customers === 'generated';
}

export function syntheticCustomers(customers: Customers | undefined): Record<string, string> {
  return arePlayed(customers) ? { SYNTHETIC_CUSTOMERS: playedCustomers.join(' ') } : {};
}

export function visitorsOf(customers: Customers | undefined, password: string): Record<string, string> {
  if (!arePlayed(customers)) return {};
  return {
    VISITORS: JSON.stringify(playedCustomers.map((id) => ({ login: `${id.toLowerCase()}@example.com`, password }))),
    VISITOR_PAGES: JSON.stringify(pages),
  };
}
