/** Answers like the API of InfluxDB 2, as far as it is used: the tests run InfluxDB 1. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface InfluxDb2Double {
  url: string;
  /** What it keeps, by kind: `buckets`, `dbrps`, `tasks`. */
  kept: Map<string, Record<string, unknown>[]>;
  stop: () => Promise<void>;
}

interface Answer {
  status: number;
  body: unknown;
}

const organizationId = 'org-1';
/** Under which property it lists what it has of a kind, and by which a query tells them apart. */
const kinds: Record<string, { listed: string; name: string }> = {
  buckets: { listed: 'buckets', name: 'name' },
  dbrps: { listed: 'content', name: 'db' },
  tasks: { listed: 'tasks', name: 'name' },
};

export async function startInfluxDb2Double(token: string): Promise<InfluxDb2Double> {
  const kept = new Map<string, Record<string, unknown>[]>(Object.keys(kinds).map((kind) => [kind, []]));
  const server = createServer((request, response) => {
    void answerTo(request, token, kept).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    kept,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function answerTo(request: IncomingMessage, token: string, kept: InfluxDb2Double['kept']): Promise<Answer> {
  if (request.headers.authorization !== `Token ${token}`) {
    return { status: 401, body: { code: 'unauthorized', message: 'unauthorized access' } };
  }
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://influxdb');
  const [kind = '', id] = pathname.replace('/api/v2/', '').split('/');
  if (kind === 'orgs') {
    const known = searchParams.get('org') === 'wellspring';
    return { status: 200, body: { orgs: known ? [{ id: organizationId }] : [] } };
  }
  const { listed, name } = kinds[kind] ?? { listed: kind, name: 'name' };
  const all = kept.get(kind) ?? [];
  const { method = 'GET' } = request;
  switch (method) {
    case 'GET':
      return {
        status: 200,
        body: { [listed]: all.filter((each) => each[nameIn(kind, name)] === searchParams.get(name)) },
      };
    case 'POST':
      all.push(created(kind, await bodyOf(request), all.length));
      return { status: 201, body: {} };
    case 'PATCH':
      Object.assign(all.find((each) => each['id'] === id) ?? {}, await bodyOf(request));
      return { status: 200, body: {} };
    default:
      kept.set(
        kind,
        all.filter((each) => each['id'] !== id),
      );
      return { status: 204, body: {} };
  }
}

/** A mapping is asked for by `db` and says `database`. */
function nameIn(kind: string, name: string): string {
  return kind === 'dbrps' ? 'database' : name;
}

function created(kind: string, body: Record<string, unknown>, count: number): Record<string, unknown> {
  if (body['orgID'] !== organizationId) throw new Error(`${kind}: not in the organization`);
  // A task is called what its text says.
  const [, name] = /name: "([^"]+)"/.exec(String(body['flux'])) ?? [];
  return { ...(kind === 'tasks' && { name }), ...body, id: `${kind}-${count + 1}` };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.concat(chunks).toString()));
}
