/** Answers like Grafana's HTTP API, as far as it is used: Grafana itself cannot be had for tests. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface GrafanaDouble {
  url: string;
  token: string;
  /** What it keeps, by the path it is read at. */
  kept: Map<string, unknown>;
  stop: () => Promise<void>;
}

interface Answer {
  status: number;
  body: unknown;
}

const notFound = { status: 404, body: { message: 'not found' } };

export async function startGrafanaDouble(): Promise<GrafanaDouble> {
  const token = 'token-of-the-test';
  const kept = new Map<string, unknown>();
  const server = createServer((request, response) => {
    void answerTo(request, token, kept).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/grafana`,
    token,
    kept,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function answerTo(request: IncomingMessage, token: string, kept: Map<string, unknown>): Promise<Answer> {
  if (request.headers.authorization !== `Bearer ${token}`) return { status: 401, body: { message: 'Invalid API key' } };
  const { pathname } = new URL(request.url ?? '', 'http://grafana');
  const path = pathname.replace('/grafana/', '');
  const body = await bodyOf(request);
  const { method = 'GET' } = request;
  switch (method) {
    case 'GET':
      return path === 'api/search' ? { status: 200, body: search(kept) } : found(kept.get(path));
    case 'POST':
      return created(path, body, kept);
    case 'PUT':
      kept.set(path, shown(body));
      return { status: 200, body: {} };
    case 'DELETE':
      return kept.delete(path) ? { status: 200, body: {} } : notFound;
    default:
      return { status: 405, body: {} };
  }
}

const withUid = z.looseObject({ uid: z.string() });
const dashboardPost = z.looseObject({ dashboard: withUid.extend({ title: z.string().min(1) }), folderUid: z.string() });

function created(path: string, body: unknown, kept: Map<string, unknown>): Answer {
  if (path === 'api/dashboards/db') {
    const { dashboard, folderUid } = dashboardPost.parse(body);
    if (!kept.has(`api/folders/${folderUid}`)) return { status: 400, body: { message: 'folder not found' } };
    // It counts versions, and numbers dashboards.
    kept.set(`api/dashboards/uid/${dashboard.uid}`, {
      dashboard: { ...dashboard, id: 7, version: 3 },
      meta: { folderUid },
    });
    return { status: 200, body: { status: 'success' } };
  }
  const { uid } = withUid.parse(body);
  kept.set(path === 'api/folders' ? `${path}/${uid}` : `${path}/uid/${uid}`, shown(body));
  return { status: 200, body: {} };
}

/** Secrets are never told again: only that there are some. */
function shown(body: unknown): unknown {
  const { secureJsonData, ...rest } = z
    .looseObject({ secureJsonData: z.record(z.string(), z.string()).optional() })
    .parse(body);
  if (secureJsonData === undefined) return rest;
  return {
    ...rest,
    id: 1,
    secureJsonFields: Object.fromEntries(Object.keys(secureJsonData).map((name) => [name, true])),
  };
}

function search(kept: Map<string, unknown>): { uid: string; title: string }[] {
  return [...kept.entries()].flatMap(([path, content]) => {
    const [, uid] = /^api\/dashboards\/uid\/(.+)$/.exec(path) ?? [];
    const { data } = z.object({ dashboard: z.object({ title: z.string() }) }).safeParse(content);
    return uid === undefined || !data ? [] : [{ uid, title: data.dashboard.title }];
  });
}

function found(content: unknown): Answer {
  return content === undefined ? notFound : { status: 200, body: content };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}
