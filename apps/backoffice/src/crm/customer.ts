import type { Pool } from 'pg';
import { inTransaction } from '../database.ts';
import { takeChangeNumbers } from '../feed.ts';

export const languages = ['en', 'et', 'ru'] as const;
export type Language = (typeof languages)[number];
export type Segment = 'residential' | 'employees' | 'business';

export const statuses = ['ACTIVE', 'CLOSED'] as const;
export type CustomerStatus = (typeof statuses)[number];

export interface Subscription {
  subscriptionNo: string;
  product: string;
  kind: 'mobile' | 'phone' | 'internet' | 'tv' | 'add-on';
  allowance: string;
  monthlyPrice: string;
  contract: string;
  paymentMethod: string;
  status: 'ACTIVE' | 'TERMINATED';
  since: string;
}

export interface Customer {
  customerNo: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  language: Language;
  segment: Segment;
  since: string;
  subscriptions: Subscription[];
  status: CustomerStatus;
  changeSeq: number;
}

interface CustomerRow {
  customer_no: string;
  first_name: string;
  last_name: string;
  email: string;
  phone: string;
  language: Language;
  segment: Segment;
  since: string;
  subscriptions: Subscription[];
  status: CustomerStatus;
  change_seq: number;
}

export async function changedCustomers(pool: Pool, changedAfter: number, limit: number): Promise<Customer[]> {
  const { rows } = await pool.query<CustomerRow>(
    'SELECT * FROM customer WHERE change_seq > $1 ORDER BY change_seq LIMIT $2',
    [changedAfter, limit],
  );
  return rows.map(toCustomer);
}

export async function findCustomer(pool: Pool, customerNo: string): Promise<Customer | undefined> {
  const { rows } = await pool.query<CustomerRow>('SELECT * FROM customer WHERE customer_no = $1', [customerNo]);
  return rows[0] && toCustomer(rows[0]);
}

export async function findCustomerByEmail(pool: Pool, email: string): Promise<Customer | undefined> {
  const { rows } = await pool.query<CustomerRow>('SELECT * FROM customer WHERE lower(email) = lower($1)', [email]);
  return rows[0] && toCustomer(rows[0]);
}

/** A change like any other: readers of the feed see it. */
export function setStatus(pool: Pool, customerNo: string, status: CustomerStatus): Promise<Customer | undefined> {
  return inTransaction(pool, async (client) => {
    const changeSeq = await takeChangeNumbers(client, 'customer');
    const { rows } = await client.query<CustomerRow>(
      'UPDATE customer SET status = $2, change_seq = $3 WHERE customer_no = $1 RETURNING *',
      [customerNo, status, changeSeq],
    );
    return rows[0] && toCustomer(rows[0]);
  });
}

function toCustomer(row: CustomerRow): Customer {
  return {
    customerNo: row.customer_no,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    phone: row.phone,
    language: row.language,
    segment: row.segment,
    since: row.since,
    subscriptions: row.subscriptions,
    status: row.status,
    changeSeq: row.change_seq,
  };
}
