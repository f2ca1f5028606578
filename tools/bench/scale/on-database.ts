import { Client, type QueryResultRow } from 'pg';

/** A connection for as long as the work takes. */
export async function onDatabase<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** @throws Error when there is none */
export async function oneRow<R extends QueryResultRow>(
  databaseUrl: string,
  text: string,
  values: unknown[] = [],
): Promise<R> {
  const { rows } = await onDatabase(databaseUrl, (client) => client.query<R>(text, values));
  const [row] = rows;
  if (!row) throw new Error(`There is no row: ${text}`);
  return row;
}
