import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { start } from './running-services.ts';
import { things } from './things.service.ts';

const manyWords = 'word '.repeat(1_000);

describe('every response', () => {
  it.each([
    ['of a route', 200, '/things/1', {}],
    ['of a route that is not there', 404, '/nowhere', {}],
    ['of a route with another method', 405, '/things/1', { method: 'DELETE' }],
    ['to an address that cannot be decoded', 400, '/%ff', {}],
    ['of a handler that fails', 500, '/broken', {}],
    ['of a handler that refuses', 409, '/tmf-api/things/v4/paid', {}],
    ['to a body of another type', 415, '/things', { method: 'POST', body: 'name=x' }],
    ['in place of the handler', 503, '/held', { headers: { 'x-request-timeout-ms': '20' } }],
  ])('is kept by nobody and is what it says it is: %s', async (_what, status, path, init) => {
    const { url } = await start(things);
    const response = await fetch(`${url}${path}`, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('can be made to be kept by the route that knows better', async () => {
    const { url } = await start(things);
    expect((await fetch(`${url}/colours`)).headers.get('cache-control')).toBe('public, max-age=60');
    const refused = await fetch(`${url}/colours?fail=yes`);
    expect(refused.headers.get('cache-control')).toBe('private, no-store');
  });
});

describe('a method an address does not answer', () => {
  it.each([
    ['DELETE', '/things/1', 'GET, HEAD'],
    ['OPTIONS', '/things/1', 'GET, HEAD'],
    ['GET', '/things', 'POST'],
    ['PUT', '/things', 'POST'],
  ])('is refused with those it does: %s %s', async (method, path, allow) => {
    const { url } = await start(things);
    const body = method === 'PUT' ? { body: '{', headers: { 'content-type': 'application/json' } } : {};
    const response = await fetch(`${url}${path}`, { method, ...body });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.json()).toMatchObject({ code: 'REQUEST.METHOD_NOT_ALLOWED' });
  });

  it('is no reason to call an address known that is not', async () => {
    const { url } = await start(things);
    expect((await fetch(`${url}/nowhere`, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('a body of a type the route does not take', () => {
  it.each([
    ['text/plain', 'name=thing'],
    ['application/x-www-form-urlencoded', 'name=thing'],
    ['application/xml', '<name>thing</name>'],
  ])('is refused as such: %s', async (type, body) => {
    const { url } = await start(things);
    const response = await fetch(`${url}/things`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ code: 'REQUEST.UNSUPPORTED_MEDIA_TYPE' });
  });

  it('is taken where the route says so', async () => {
    const { url } = await start(things);
    const response = await fetch(`${url}/forms`, { method: 'POST', body: new URLSearchParams({ name: 'thing' }) });
    expect(await response.json()).toEqual({ name: 'thing' });
  });
});

describe('a long response in JSON', () => {
  it.each([
    ['gzip, deflate, br', 'gzip'],
    ['gzip;q=0, br', null],
    ['identity', null],
  ])('comes in the form the client accepts: %s', async (accepted, encoding) => {
    const { url } = await start(things, { GREETING: manyWords });
    const response = await fetch(`${url}/things/1`, { headers: { 'accept-encoding': accepted } });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')).toBe('accept-encoding');
    expect(await response.json()).toMatchObject({ greeting: manyWords });
  });

  it('is far shorter on the wire, and says how long it is', async () => {
    const { service } = await start(things, { GREETING: manyWords });
    const request = { url: '/things/1', headers: { 'accept-encoding': 'gzip' } };
    const { headers, rawPayload } = await service.app.inject(request);
    expect(Number(headers['content-length'])).toBe(rawPayload.length);
    expect(rawPayload.length).toBeLessThan(200);
    expect(JSON.parse(gunzipSync(rawPayload).toString())).toMatchObject({ greeting: manyWords });
    expect((await service.app.inject({ ...request, method: 'HEAD' })).headers['content-length']).toBe(
      headers['content-length'],
    );
  });

  it('stays as it is when it is short', async () => {
    const { url } = await start(things);
    const response = await fetch(`${url}/things/1`, { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-encoding')).toBeNull();
  });
});
