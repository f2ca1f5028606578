/** InfluxDB 2: buckets, a mapping for InfluxQL to each, and a task for what is thinned. */
import { z } from 'zod';
import type { ApiClient } from '../api-client.ts';
import type { Content } from '../observed-system.ts';
import { databasesFile, type Database } from './databases.ts';
import type { Thinning } from './fields.ts';

const secondsPerDay = 86_400;

const bucket = z.object({ id: z.string(), retentionRules: z.array(z.object({ everySeconds: z.number() })) });
const mapping = z.object({ id: z.string(), bucketID: z.string(), default: z.boolean() });
const task = z.object({ id: z.string(), flux: z.string(), status: z.string() });

export function contentsOfInfluxDb2(
  client: ApiClient,
  organization: string,
  databases: Database[],
  fields: Thinning[],
): Content[] {
  const server = new Server(client, organization);
  return databases.flatMap((database) => [
    {
      kind: 'bucket',
      name: database.name,
      file: databasesFile,
      wanted: { days: database.days },
      read: async () => {
        const found = await server.bucket(database.name);
        return found && { days: (found.retentionRules[0]?.everySeconds ?? 0) / secondsPerDay };
      },
      write: () => server.keepBucket(database),
    },
    {
      kind: 'mapping',
      name: database.name,
      file: databasesFile,
      wanted: { bucket: database.name, default: true },
      read: () => server.mappedBucket(database.name),
      write: () => server.map(database.name),
    },
    ...(database.from === undefined ? [] : [thinned(server, { ...database, from: database.from }, fields)]),
  ]);
}

function thinned(server: Server, database: Database & { from: string }, fields: Thinning[]): Content {
  const flux = thinningTask(database, fields);
  return {
    kind: 'task',
    name: database.name,
    file: databasesFile,
    wanted: { flux, status: 'active' },
    read: () => server.task(database.name),
    write: () => server.keepTask(database.name, flux),
  };
}

/**
 * What the continuous query of InfluxDB 1 does, in Flux: the one thing that InfluxQL cannot say here. It is run at whole
 * steps of the clock, and a point has the time at which its step began.
 */
export function thinningTask({ name, from, everyMinutes }: Database & { from: string }, fields: Thinning[]): string {
  const lines = (['last', 'mean'] as const).map((by) => {
    const names = fields.filter((each) => each.by === by).map(({ field }) => JSON.stringify(field));
    return [
      `from(bucket: ${JSON.stringify(from)})`,
      `    |> range(start: -${3 * everyMinutes}m)`,
      `    |> filter(fn: (r) => contains(value: r._field, set: [${names.join(', ')}]))`,
      `    |> aggregateWindow(every: ${everyMinutes}m, fn: ${by}, createEmpty: false, timeSrc: "_start")`,
      `    |> to(bucket: ${JSON.stringify(name)})`,
    ].join('\n');
  });
  return [`option task = {name: ${JSON.stringify(name)}, every: ${everyMinutes}m}`, ...lines, ''].join('\n\n');
}

class Server {
  private readonly client: ApiClient;
  private readonly organization: string;
  private organizationId: string | undefined;

  constructor(client: ApiClient, organization: string) {
    this.client = client;
    this.organization = organization;
  }

  bucket(name: string): Promise<z.output<typeof bucket> | undefined> {
    return this.first('buckets', { name }, 'buckets', bucket);
  }

  async keepBucket({ name, days }: Database): Promise<void> {
    const retentionRules = [{ type: 'expire', everySeconds: days * secondsPerDay }];
    const found = await this.bucket(name);
    if (found)
      await this.client.call({ method: 'PATCH', path: `api/v2/buckets/${found.id}`, body: { retentionRules } });
    else await this.create('buckets', { name, retentionRules });
  }

  async mappedBucket(name: string): Promise<{ bucket: string | undefined; default: boolean } | undefined> {
    const found = await this.first('dbrps', { db: name }, 'content', mapping);
    if (!found) return undefined;
    const mapped = await this.bucket(name);
    return { bucket: found.bucketID === mapped?.id ? name : found.bucketID, default: found.default };
  }

  async map(name: string): Promise<void> {
    const [found, wanted] = [await this.first('dbrps', { db: name }, 'content', mapping), await this.bucket(name)];
    if (found) {
      const orgID = await this.idOfOrganization();
      await this.client.call({ method: 'DELETE', path: `api/v2/dbrps/${found.id}?orgID=${orgID}` });
    }
    await this.create('dbrps', { bucketID: wanted?.id, database: name, retention_policy: 'autogen', default: true });
  }

  task(name: string): Promise<z.output<typeof task> | undefined> {
    return this.first('tasks', { name }, 'tasks', task);
  }

  async keepTask(name: string, flux: string): Promise<void> {
    const found = await this.task(name);
    const body = { flux, status: 'active' };
    if (found) await this.client.call({ method: 'PATCH', path: `api/v2/tasks/${found.id}`, body });
    else await this.create('tasks', body);
  }

  private async create(kind: string, body: Record<string, unknown>): Promise<void> {
    const orgID = await this.idOfOrganization();
    await this.client.call({ method: 'POST', path: `api/v2/${kind}`, body: { ...body, orgID } });
  }

  private async first<T>(
    kind: string,
    query: Record<string, string>,
    property: string,
    schema: z.ZodType<T>,
  ): Promise<T | undefined> {
    const search = new URLSearchParams({ ...query, orgID: await this.idOfOrganization() }).toString();
    const found = await this.client.find(`api/v2/${kind}?${search}`);
    if (found === undefined) return undefined;
    return z.object({ [property]: z.array(schema).optional() }).parse(found)[property]?.[0];
  }

  private async idOfOrganization(): Promise<string> {
    if (this.organizationId !== undefined) return this.organizationId;
    const search = new URLSearchParams({ org: this.organization }).toString();
    const { orgs } = z
      .object({ orgs: z.array(z.object({ id: z.string() })) })
      .parse(await this.client.call({ path: `api/v2/orgs?${search}` }));
    const [found] = orgs;
    if (!found) throw new Error(`There is no organization ${this.organization}`);
    this.organizationId = found.id;
    return found.id;
  }
}
