import type { LogEntry } from '@wellspring/contract-pinpoint';
import type { HttpClient } from '@wellspring/platform';
import { z } from 'zod';
import { flattened } from './flattened.ts';
import { inOrderOfTime, toLogEntry, type LogSource } from './log-source.ts';

const mostLines = 1_000;

const answer = z.object({
  hits: z.object({ hits: z.array(z.object({ _source: z.record(z.string(), z.unknown()) })) }),
});

/** Log lines in Elasticsearch, whatever node they came from. */
export class ElasticsearchLogs implements LogSource {
  constructor(
    private readonly client: HttpClient,
    private readonly index: string,
    private readonly apiKey: string | undefined,
  ) {}

  async byReference(traceId: string): Promise<LogEntry[]> {
    return inOrderOfTime(await this.search([{ term: { 'trace.id': traceId } }], mostLines));
  }

  byCustomer(customerId: string, limit: number): Promise<LogEntry[]> {
    const filters = [{ term: { 'user.id': customerId } }, { exists: { field: 'http.request.method' } }];
    return this.search(filters, limit);
  }

  private async search(filter: readonly object[], size: number): Promise<LogEntry[]> {
    const { body } = await this.client.request({
      operation: 'search',
      method: 'POST',
      path: `/${encodeURIComponent(this.index)}/_search`,
      idempotent: true,
      body: { size, query: { bool: { filter } }, sort: [{ '@timestamp': 'desc' }] },
      ...(this.apiKey !== undefined && { headers: { authorization: `ApiKey ${this.apiKey}` } }),
      schema: answer,
    });
    return body.hits.hits.flatMap(({ _source }) => toLogEntry(flattened(_source)) ?? []);
  }
}
