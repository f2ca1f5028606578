/** InfluxDB 1: databases with a retention policy each, and a continuous query for what is thinned. */
import { z } from 'zod';
import type { ApiClient } from '../api-client.ts';
import type { Content } from '../observed-system.ts';
import { databasesFile, type Database } from './databases.ts';
import type { Thinning } from './fields.ts';

const answer = z.object({
  results: z.array(
    z.object({
      error: z.string().optional(),
      series: z
        .array(
          z.object({
            name: z.string().optional(),
            columns: z.array(z.string()),
            values: z.array(z.array(z.unknown())).optional(),
          }),
        )
        .optional(),
    }),
  ),
});

const shardHours = 24;

type Thinned = Database & { from: string };

export function contentsOfInfluxDb1(client: ApiClient, databases: Database[], fields: Thinning[]): Content[] {
  const server = new Server(client);
  return databases.flatMap((database) => [
    {
      kind: 'database',
      name: database.name,
      file: databasesFile,
      wanted: { retention: `${database.days * 24}h0m0s` },
      read: () => server.retentionOf(database.name),
      write: () => server.keep(database),
    },
    ...(database.from === undefined ? [] : [thinned(server, { ...database, from: database.from }, fields)]),
  ]);
}

function thinned(server: Server, database: Thinned, fields: Thinning[]): Content {
  const statement = continuousQuery(database, fields);
  return {
    kind: 'continuous query',
    name: database.name,
    file: databasesFile,
    wanted: unquoted(statement),
    read: () => server.continuousQuery(database.from, database.name),
    write: async () => {
      await server.ask(`DROP CONTINUOUS QUERY "${database.name}" ON "${database.from}"`);
      await server.ask(statement);
    },
  };
}

/** Looks back three times as far as it is run often, so that points that come late count, too. */
export function continuousQuery(database: Thinned, fields: Thinning[]): string {
  const { name, from, everyMinutes } = database;
  return (
    `CREATE CONTINUOUS QUERY "${name}" ON "${from}" RESAMPLE EVERY ${everyMinutes}m FOR ${3 * everyMinutes}m ` +
    `BEGIN ${thinningSelection(database, fields)} END`
  );
}

/** @param where as in `WHERE time > now() - 1h`; a continuous query is given its own each time it is run */
export function thinningSelection({ name, from, everyMinutes }: Thinned, fields: Thinning[], where = ''): string {
  const selected = fields.map(({ field, by }) => `${by}("${field}") AS "${field}"`).join(', ');
  const target = `INTO "${name}"."autogen".:MEASUREMENT FROM "${from}"."autogen"./.*/`;
  return ['SELECT', selected, target, where, `GROUP BY time(${everyMinutes}m), *`].filter(Boolean).join(' ');
}

/** The server writes a query back without the quotes that it could do without. */
function unquoted(statement: string): string {
  return statement.replaceAll('"', '');
}

class Server {
  private readonly client: ApiClient;

  constructor(client: ApiClient) {
    this.client = client;
  }

  async retentionOf(database: string): Promise<{ retention: string } | undefined> {
    if (!(await this.names('SHOW DATABASES')).includes(database)) return undefined;
    const [policies] = await this.ask(`SHOW RETENTION POLICIES ON "${database}"`);
    const policy = policies?.find((each) => each['name'] === 'autogen');
    return policy && { retention: String(policy['duration']) };
  }

  async keep({ name, days }: Database): Promise<void> {
    // Refused with a policy if there is one already that differs; it has one of its own without.
    await this.ask(`CREATE DATABASE "${name}"`);
    await this.ask(
      `ALTER RETENTION POLICY "autogen" ON "${name}" DURATION ${days}d REPLICATION 1 SHARD DURATION ${shardHours}h DEFAULT`,
    );
  }

  async continuousQuery(database: string, name: string): Promise<string | undefined> {
    const series = await this.series('SHOW CONTINUOUS QUERIES');
    const rows = series.filter((each) => each.name === database).flatMap((each) => each.values ?? []);
    const query = rows.find(([each]) => each === name)?.[1];
    return typeof query === 'string' ? unquoted(query) : undefined;
  }

  /** @returns the rows of each series, by column */
  async ask(statement: string): Promise<Record<string, unknown>[][]> {
    const series = await this.series(statement);
    return series.map(({ columns, values = [] }) =>
      values.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
    );
  }

  private async names(statement: string): Promise<unknown[]> {
    const [rows = []] = await this.ask(statement);
    return rows.map(({ name }) => name);
  }

  /** A refused statement is answered with 200, and the refusal inside. */
  private async series(statement: string): Promise<NonNullable<z.output<typeof answer>['results'][number]['series']>> {
    const query = new URLSearchParams({ q: statement }).toString();
    const { results } = answer.parse(await this.client.call({ method: 'POST', path: `query?${query}` }));
    const refused = results.find(({ error }) => error !== undefined)?.error;
    if (refused !== undefined) throw new Error(refused);
    return results.flatMap(({ series }) => series ?? []);
  }
}
