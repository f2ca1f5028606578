import type { Pool } from 'pg';
import type { MigrationConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { importCustomers } from './import/import.ts';
import type { Log } from './log.ts';
import { deriveServices } from './provisioning/derive-services.ts';
import { deriveUsage } from './rating/derive-usage.ts';
import { upgradeSchema } from './schema.ts';
import { seedDemoCustomers } from './seed/seed.ts';

const lockKey = 3_095;

/** Brings the database to where the server can start: its tables, and customers made up or imported. */
export async function prepareDatabase(config: MigrationConfig, log: Log): Promise<void> {
  const pool = openDatabase(config.DATABASE_URL, log);
  try {
    await withLock(pool, async () => {
      await addCustomers(pool, config, log);
      await addWhatTheyHave(pool, config.REFERENCE_DATE, log);
      await reportCustomers(pool, log);
    });
  } finally {
    await pool.end();
  }
}

async function addCustomers(pool: Pool, config: MigrationConfig, log: Log): Promise<void> {
  const { CUSTOMERS: count, CUSTOMERS_CSV: file, REFERENCE_DATE: referenceDate } = config;
  const { CUSTOMERS_CSV_SEPARATOR: separator, CUSTOMERS_CSV_ENCODING: encoding } = config;
  if (file !== undefined) {
    await importCustomers(pool, { file, separator, encoding, referenceDate }, log);
    return;
  }
  const added = await seedDemoCustomers(pool, { count, referenceDate });
  log('info', `${added.customers} customers and ${added.invoices} bills added`, added);
}

/** What other systems know of the customers follows from what CRM and the bills say. */
async function addWhatTheyHave(pool: Pool, referenceDate: string, log: Log): Promise<void> {
  const services = await deriveServices(pool, referenceDate);
  const usageRecords = await deriveUsage(pool, referenceDate);
  log('info', `${services} services and ${usageRecords} usage records added`, { services, usageRecords });
}

/** Whoever starts the stack wants to know whom to sign in as. */
async function reportCustomers(pool: Pool, log: Log): Promise<void> {
  const { rows } = await pool.query<{ total: number; first_email: string | null }>(
    'SELECT count(*) AS total, (SELECT email FROM customer ORDER BY change_seq LIMIT 1) AS first_email FROM customer',
  );
  const { total = 0, first_email: firstEmail = null } = rows[0] ?? {};
  log('info', `${total} customers in all`, { total, firstEmail });
}

/** One at a time: two runs that start together do the work once. */
async function withLock(pool: Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await upgradeSchema(client);
    await work();
    await client.query('SELECT pg_advisory_unlock($1)', [lockKey]);
  } finally {
    // Closing the connection gives the lock back when the work failed.
    client.release(true);
  }
}
