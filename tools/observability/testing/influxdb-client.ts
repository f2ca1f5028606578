/** Asks a real InfluxDB as Grafana does, and fills it as Telegraf does. */
import { z } from 'zod';
import { ApiClient } from '../api-client.ts';
import type { InfluxDbServer } from './influxdb-server.ts';

export interface Series {
  tags: Record<string, string>;
  rows: Record<string, unknown>[];
}

const answer = z.object({
  results: z.array(
    z.object({
      error: z.string().optional(),
      series: z
        .array(
          z.object({
            tags: z.record(z.string(), z.string()).default({}),
            columns: z.array(z.string()),
            values: z.array(z.array(z.unknown())).default([]),
          }),
        )
        .default([]),
    }),
  ),
});

export class InfluxDbClient {
  private readonly api: ApiClient;

  constructor({ url, authorization }: Pick<InfluxDbServer, 'url' | 'authorization'>) {
    this.api = new ApiClient({ url, headers: { authorization } });
  }

  /** @throws Error in the words of the server */
  async ask(query: string, database = 'wellspring'): Promise<Series[]> {
    const search = new URLSearchParams({ q: query, db: database, epoch: 'ms' }).toString();
    const { results } = answer.parse(await this.api.call({ method: 'POST', path: `query?${search}` }));
    return results.flatMap(({ error, series }) => {
      if (error !== undefined) throw new Error(`${error}: ${query}`);
      return series.map(({ tags, columns, values }) => ({
        tags,
        rows: values.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
      }));
    });
  }

  /** @param lines of the line protocol, times in seconds */
  async write(database: string, lines: string[]): Promise<void> {
    await this.api.call({ method: 'POST', path: `write?db=${database}&precision=s`, body: lines.join('\n') });
  }
}
