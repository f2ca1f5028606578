/** More customers in a service's own database: copies of those it has, under other numbers. */
import type { Client } from 'pg';
import { onDatabase, oneRow } from './on-database.ts';
import type { ScaledService } from './scaled-services.ts';

/** Customers whose rows are copied: numbers with as many digits as those of the copies. */
export interface Sample {
  first: number;
  count: number;
}

const texts = new Set(['text', 'json', 'jsonb']);

/**
 * Gives every customer of the sample so many twins, from one multiple to another. Whatever the service wrote of a customer
 * has their number in it and nothing else of seven digits like it, so that it reads as if the twin had come by the feed. In two
 * halves side by side.
 */
export async function multiply(
  databaseUrl: string,
  { tables }: ScaledService,
  sample: Sample,
  from: number,
  to: number,
): Promise<void> {
  const middle = Math.ceil((from + to) / 2);
  const stretches = [
    [from, middle],
    [middle, to],
  ] as const;
  await Promise.all(
    stretches.map(([begin, end]) =>
      onDatabase(databaseUrl, async (client) => {
        for (const table of tables) await copyRows(client, table, sample, begin, end);
      }),
    ),
  );
  await onDatabase(databaseUrl, (client) => client.query('VACUUM ANALYZE'));
}

async function copyRows(
  client: Client,
  { name, customer }: ScaledService['tables'][number],
  { first, count }: Sample,
  begin: number,
  end: number,
): Promise<void> {
  const columns = await columnsOf(client, name);
  const values = columns.map((column) =>
    texts.has(column.type)
      ? `replace(own.${column.name}::text, own_no, twin_no)::${column.type}`
      : `own.${column.name}`,
  );
  await client.query(
    `INSERT INTO ${name} (${columns.map((column) => column.name).join(', ')})
     SELECT ${values.join(', ')} FROM generate_series($1::int, $2::int) AS nth
     CROSS JOIN (SELECT *, right(${customer}, 7) AS own_no FROM ${name} WHERE ${customer} BETWEEN $3 AND $4) AS own
     CROSS JOIN LATERAL (SELECT (own_no::int + nth * $5::int)::text AS twin_no) AS twin`,
    [begin, end - 1, customerNo(first), customerNo(first + count - 1), count],
  );
}

/** Size of a database, in GB (10^9 bytes). */
export async function sizeOnDisk(databaseUrl: string): Promise<number> {
  const { bytes } = await oneRow<{ bytes: number }>(
    databaseUrl,
    'SELECT pg_database_size(current_database())::float8 AS bytes',
  );
  return bytes / 1e9;
}

export const customerNo = (number: number): string => `C-${number}`;

async function columnsOf(client: Client, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, atttypid::regtype::text AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
  return rows;
}
