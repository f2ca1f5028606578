import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { workspaceRoot } from '../../topology/topology.ts';
import { readPages, type Chart } from '../kibana/pages.ts';
import { dataStreams } from '../kibana/saved-objects.ts';
import { documentOf, type Document } from '../log-agent/document.ts';
import { Elasticsearch } from '../log-agent/elasticsearch.ts';
import { OpenSearchServer } from '../opensearch/opensearch-server.ts';
import { logStore } from '../opensearch/log-store.ts';
import { applyPlan, changing, planOf } from '../plan.ts';

const environment = 'test';
const pages = readPages(workspaceRoot);

interface Found {
  hits: { total: { value: number }; hits: { _source: Record<string, unknown> }[] };
  aggregations?: Record<string, { buckets: unknown[] }>;
}

/** A line of each kind that a page asks for. */
const records: Record<string, unknown>[] = [
  {
    'service.name': 'billing',
    'log.level': 'error',
    message: 'Sync failed',
    'error.type': 'TimeoutError',
    'error.code': 'ETIMEDOUT',
    'event.action': 'bill-sync',
    'service.version': '3b9a5c1e77d0',
    'trace.id': '4bf92f3577b34da6a3ce929d0e0e4736',
    labels: { attempt: '3' },
  },
  {
    'service.name': 'gateway',
    'log.level': 'info',
    message: 'A connection was refused',
    'event.action': 'refuse',
    'event.code': 'EDGE.HEADERS_TOO_LARGE',
    'http.response.status_code': 431,
    'client.ip': '10.0.0.1',
  },
  {
    'service.name': 'gateway',
    'log.level': 'info',
    message: 'A capability was moved',
    'event.action': 'move-capability',
    'event.reason': 'advance',
    labels: { capability: 'invoices', from: 'canary 10 %', to: 'new' },
  },
];

describe('what Elasticsearch keeps, in an OpenSearch', () => {
  let server: OpenSearchServer;
  let elasticsearch: Elasticsearch;

  beforeAll(async () => {
    server = await OpenSearchServer.start();
    elasticsearch = new Elasticsearch({ url: server.url, username: 'agent', password: 'any' });
    await applyPlan(await planOf(logStore(server.url, environment)));
    await elasticsearch.put([...records.map(documentNumber), malformed(), withoutTime()]);
    await server.ask('POST', `/${dataStreams(environment)}/_refresh`);
  });

  afterAll(() => server.stop());

  async function search(query: string, more: object = {}): Promise<Found> {
    return (await server.ask('POST', `/${dataStreams(environment)}/_search`, {
      query: { query_string: { query } },
      ...more,
    })) as Found;
  }

  it('is as described once it was applied, and shows what was changed by hand', async () => {
    expect(changing(await planOf(logStore(server.url, environment)))).toEqual([]);

    await server.ask('PUT', `/_ingest/pipeline/wellspring-logs-${environment}`, { processors: [] });
    const plan = await planOf(logStore(server.url, environment));
    expect(changing(plan).map(({ content }) => content.file)).toEqual([
      'deploy/observability/elasticsearch/ingest-pipelines/logs.json',
    ]);
    await applyPlan(plan);
  });

  it('is a data stream for each service', async () => {
    const { data_streams: streams } = (await server.ask('GET', '/_data_stream')) as {
      data_streams: { name: string; template: string }[];
    };
    expect(streams.map(({ name }) => name)).toEqual([
      'logs-wellspring.billing-test',
      'logs-wellspring.dead_letters-test',
      'logs-wellspring.gateway-test',
    ]);
    expect(new Set(streams.map(({ template }) => template))).toEqual(new Set(['wellspring-logs-test']));
  });

  it('finds a line by its trace and by any of its labels, and knows when it arrived', async () => {
    for (const query of ['trace.id:4bf92f3577b34da6a3ce929d0e0e4736', 'labels.attempt:3']) {
      const { hits } = await search(query);
      expect(hits.hits.map(({ _source: source }) => source)).toMatchObject([
        { message: 'Sync failed', event: { ingested: expect.stringMatching(/^2/) } },
      ]);
    }
  });

  it('keeps fields that nobody declared, without looking into them', async () => {
    expect((await search('message:"with a surprise"')).hits.total.value).toBe(1);
    expect((await search('surprise:*')).hits.total.value).toBe(0);
    const mapping = JSON.stringify(await server.ask('GET', `/${dataStreams(environment)}/_mapping`));
    expect(mapping).not.toContain('surprise');
    expect(mapping).not.toContain('attempt');
  });

  it('keeps a line whose field is of the wrong type where that can be', async () => {
    expect((await search('message:"with a wrong number"')).hits.total.value).toBe(1);
  });

  it('has what it refuses among the dead letters, whole and with the reason', async () => {
    const { hits } = await search('event.kind:pipeline_error');
    expect(hits.hits.map(({ _source: source }) => source)).toMatchObject([
      {
        'event.original': expect.stringContaining('yesterday'),
        'error.message': expect.stringMatching(/timestamp/),
      },
    ]);
  });

  describe.each(pages)('the page $title', ({ query, columns, charts, name }) => {
    it('finds lines', async () => {
      const { hits } = await search(query, { sort: [{ '@timestamp': 'desc' }], _source: columns });
      expect(hits.total.value).toBeGreaterThan(0);
    });

    it.each(charts)(`counts them: ${name}: $title`, async (chart) => {
      const { aggregations } = await search(query, { size: 0, aggs: aggregationOf(chart) });
      expect(aggregations?.['counted']?.buckets.length).toBeGreaterThan(0);
    });
  });

  it('lets nothing through twice', async () => {
    const [first] = records.map(documentNumber);
    if (first === undefined) throw new Error('no record');
    expect(await elasticsearch.put([first])).toEqual({ sent: 1, refused: 0 });
    await eventually(async () => {
      await server.ask('POST', `/${dataStreams(environment)}/_refresh`);
      expect((await search('message:"Sync failed" AND NOT event.kind:pipeline_error')).hits.total.value).toBe(1);
    });
  });
});

/** As Kibana asks for a chart. */
function aggregationOf({ over, by }: Chart): object {
  const terms = by.reduceRight<object | undefined>(
    (inner, field) => ({ counted: { terms: { field, size: 20, missing: undefined }, ...(inner && { aggs: inner }) } }),
    undefined,
  );
  if (over === undefined) return terms ?? {};
  return { counted: { date_histogram: { field: '@timestamp', fixed_interval: '1h' }, ...(terms && { aggs: terms }) } };
}

function documentNumber(record: Record<string, unknown>, number: number): Document {
  const time = `2026-11-29T02:17:0${number}.362123456Z`;
  const line = {
    time,
    stream: 'stdout',
    text: JSON.stringify({ '@timestamp': time, ...record }),
    offset: number,
    resume: 0,
  } as const;
  const origin = { namespace: 'wellspring', pod: 'a-1', podUid: 'u1', container: 'billing', restart: '0', node: 'n1' };
  return documentOf(line, { ...origin, environment });
}

function malformed(): Document {
  const record = {
    'service.name': 'billing',
    message: 'with a surprise, with a wrong number',
    'event.duration': 'long',
    surprise: { deep: 1 },
  };
  return documentNumber(record, 7);
}

function withoutTime(): Document {
  return documentNumber({ 'service.name': 'billing', '@timestamp': 'yesterday' }, 8);
}
