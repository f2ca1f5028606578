import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { ApiError } from './api-error.ts';
import { fetchJson } from './http.ts';

const schema = z.object({ id: z.string() });
let server: Server | undefined;

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/`;
}

async function failureOf(url: string): Promise<ApiError> {
  const error: unknown = await fetchJson(url, schema, { timeoutMs: 5_000 }).catch((reason: unknown) => reason);
  if (!(error instanceof ApiError)) throw new Error('expected an ApiError');
  return error;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('asking our servers for JSON', () => {
  it('gives the body with what the headers say of its age and of the whole list', async () => {
    const url = await serve((_request, response) => {
      response
        .setHeader('age', '90')
        .setHeader('x-total-count', '30')
        .setHeader('x-missing-count', '2')
        .end('{"id":"a","other":1}');
    });
    expect(await fetchJson(url, schema)).toEqual({
      body: { id: 'a' },
      ageSeconds: 90,
      totalCount: 30,
      missingCount: 2,
      next: undefined,
    });
  });

  it('knows where a list goes on', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('link', '</a?offset=0>; rel="first", </a?after=b,c>; rel="next"').end('{"id":"a"}');
    });
    expect((await fetchJson(url, schema)).next).toBe('/a?after=b,c');
  });

  it.each([
    [401, 'unauthorized'],
    [404, 'notFound'],
    [409, 'rejected'],
    [429, 'unavailable'],
    [503, 'unavailable'],
  ])('takes status %i for %s, with the code and the reference to quote', async (status, kind) => {
    const url = await serve((_request, response) => {
      response.writeHead(status).end('{"code":"BILL.X","traceId":"4bf92f"}');
    });
    expect(await failureOf(url)).toMatchObject({ kind, status, code: 'BILL.X', reference: '4bf92f' });
  });

  it('does not show what it does not understand', async () => {
    const url = await serve((_request, response) => response.end('{"id":7}'));
    expect(await failureOf(url)).toMatchObject({ kind: 'unexpected' });
  });

  it('survives an error page that is no JSON', async () => {
    const url = await serve((_request, response) => response.writeHead(502).end('<html>Bad gateway'));
    expect(await failureOf(url)).toMatchObject({ kind: 'unavailable', reference: undefined });
  });

  it('says that nothing came back', async () => {
    const url = await serve((request) => request.socket.destroy());
    expect(await failureOf(url)).toMatchObject({ kind: 'offline', temporary: true });
  });
});
