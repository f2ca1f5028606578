import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, ListenerFake, type RunningService, serviceUnderTest } from '@wellspring/testing';
import { hubScope } from '../src/index.ts';
import { base, wells } from './wells.ts';

jest.setTimeout(120_000);

const listens = `${hubScope} wells:all wellManagement:read`;

describe('the hub', () => {
  let service: RunningService;
  let one: ListenerFake;
  let other: ListenerFake;
  const registered: string[] = [];

  beforeAll(async () => {
    [one, other] = await Promise.all([ListenerFake.start(), ListenerFake.start()]);
    service = await serviceUnderTest(wells)
      .withPostgres()
      .withEnv({
        HUB_CALLBACKS: `${one.url}/events, ${other.url}`,
        HUB_DELIVERY_TIMEOUT_MS: '2000',
        OUTBOX_POLL_INTERVAL_MS: '20',
        OUTBOX_RETRY_BASE_MS: '20',
        OUTBOX_RETRY_MAX_MS: '500',
        OUTBOX_MAX_ATTEMPTS: '100000',
      })
      .start();
  });

  afterAll(async () => {
    await service.stop();
    await Promise.all([one.stop(), other.stop()]);
  });

  afterEach(async () => {
    for (const id of registered.splice(0)) await as('client:crm', 'DELETE', `/hub/${id}`, undefined, listens);
    for (const listener of [one, other]) Object.assign(listener, { status: 204 }).told.length = 0;
  });

  const tokenOf = (caller: string, scope = ''): Promise<string> => {
    const [, client] = caller.split('client:');
    return client === undefined ? service.tokenFor(caller, { scope }) : service.machineToken(client, scope);
  };

  const as = async (
    caller: string,
    method: string,
    path: string,
    body?: object,
    scope?: string,
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> => {
    const headers: Record<string, string> = {
      authorization: `Bearer ${await tokenOf(caller, scope)}`,
      'idempotency-key': JSON.stringify([path, body]).replaceAll(/[^\w]/g, '-'),
    };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${service.url}${base}${path}`, init);
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body: parsed };
  };

  const register = async (callback: string, query?: string): Promise<void> => {
    const { status, body } = await as('client:crm', 'POST', '/hub', { callback, query }, listens);
    expect(status).toBe(201);
    registered.push(String(body['id']));
  };

  const dig = (id: string): Promise<unknown> => as('C-1', 'POST', '/well', { id, name: id, depth: 1 });
  const deepen = (id: string, depth: number): Promise<unknown> => as('C-1', 'PATCH', `/well/${id}`, { depth });

  it('tells whoever has registered, in order and from then on', async () => {
    await dig('W-before');
    await register(`${one.url}/events/of-wells`);
    await dig('W-1');
    for (let depth = 2; depth < 8; depth += 1) await deepen('W-1', depth);
    await eventually(() => {
      expect(one.of('W-1')).toEqual(['WellCreateEvent', ...Array<string>(6).fill('WellAttributeValueChangeEvent')]);
    });
    expect(one.of('W-before')).toEqual([]);
    const [first] = one.told;
    expect(first).toMatchObject({
      path: '/events/of-wells',
      body: {
        eventId: expect.stringMatching(/^[\da-f-]{36}$/),
        eventTime: expect.stringMatching(/Z$/),
        eventType: 'WellCreateEvent',
        event: { well: { id: 'W-1', depth: 1 } },
      },
    });
    expect(one.told.map(({ body: { event } }) => event['well']?.['depth'])).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('tells only of what was asked for, and nothing after it was unregistered', async () => {
    await register(`${one.url}/events`, 'eventType=WellDeleteEvent');
    await register(other.url);
    await dig('W-2');
    await as('C-1', 'DELETE', '/well/W-2');
    await eventually(() => {
      expect([one.of('W-2'), other.of('W-2')]).toEqual([['WellDeleteEvent'], ['WellCreateEvent', 'WellDeleteEvent']]);
    });
    const [first = ''] = registered.splice(0, 1);
    expect((await as('client:crm', 'DELETE', `/hub/${first}`, undefined, listens)).status).toBe(204);
    await dig('W-3');
    await as('C-1', 'DELETE', '/well/W-3');
    await eventually(() => {
      expect(other.of('W-3')).toHaveLength(2);
    });
    expect(one.of('W-3')).toEqual([]);
  });

  it('tells only of what a listener asks of the content', async () => {
    await register(`${one.url}/events`, 'event.well.depth>4;event.well.name=W-shallow&eventType.ne=WellDeleteEvent');
    await register(other.url, 'event.well.relatedParty.id=C-1&event.well.depth.lt=3');
    for (const id of ['W-deep', 'W-shallow']) await dig(id);
    for (const depth of [3, 5, 2]) await deepen('W-deep', depth);
    for (const id of ['W-deep', 'W-shallow']) await as('C-1', 'DELETE', `/well/${id}`);
    const depths = (listener: ListenerFake, id: string): unknown[] =>
      listener.told.flatMap(({ body: { event } }) => (event['well']?.['id'] === id ? [event['well']['depth']] : []));
    await eventually(() => {
      expect(other.of('W-shallow')).toEqual(['WellCreateEvent', 'WellDeleteEvent']);
      expect(depths(other, 'W-deep')).toEqual([1, 2, 2]);
      expect(depths(one, 'W-deep')).toEqual([5]);
      expect(one.of('W-shallow')).toEqual(['WellCreateEvent']);
    });
  });

  it.each([
    ['hangs', undefined],
    ['fails', 503],
  ])('lets a listener that %s hold up no other, and tells it when it is back', async (how, status) => {
    one.status = status;
    await register(`${one.url}/events`);
    await register(other.url);
    const ids = Array.from({ length: 60 }, (_, index) => `W-${how}-${index}`);
    for (const id of ids) await dig(id);
    await eventually(
      () => {
        expect(new Set(other.told.map(({ body: { event } }) => event['well']?.['id']))).toEqual(new Set(ids));
      },
      { timeoutMs: 30_000 },
    );
    one.status = 204;
    await eventually(
      () => {
        expect(new Set(one.told.map(({ body: { event } }) => event['well']?.['id']))).toEqual(new Set(ids));
      },
      { timeoutMs: 60_000 },
    );
  });

  it('tells of resources only whoever may read them all', async () => {
    const ask = (query: string, scope: string): ReturnType<typeof as> =>
      as('client:crm', 'POST', '/hub', { callback: other.url, query }, scope);
    const unread = await ask('eventType=WellCreateEvent', `${hubScope} wellManagement:read`);
    expect([unread.status, unread.body['code']]).toEqual([403, 'AUTH.SCOPE_MISSING']);
    expect(unread.headers.get('www-authenticate')).toContain('scope="wells:all"');
    expect((await ask('', `${hubScope} wells:all`)).status).toBe(403);
    const { status, body } = await ask('eventType=WellCreateEvent', `${hubScope} wells:all`);
    expect(status).toBe(201);
    registered.push(String(body['id']));
  });

  it('is for those whose token carries the scope', async () => {
    const callback = other.url;
    expect((await as('C-1', 'POST', '/hub', { callback })).status).toBe(403);
    await register(callback);
    expect((await as('C-1', 'DELETE', `/hub/${registered[0] ?? ''}`)).status).toBe(403);
    const another = await as('client:erp', 'DELETE', `/hub/${registered[0] ?? ''}`, undefined, listens);
    expect([another.status, another.body['code']]).toEqual([404, 'HUB.NOT_FOUND']);
    const twice = await as('client:crm', 'POST', '/hub', { callback }, listens);
    expect([twice.status, twice.body['code']]).toEqual([409, 'HUB.REGISTERED']);
  });

  it.each([
    [{}, 'callback: '],
    [{ callback: 'ftp://127.0.0.1/' }, 'callback: '],
    [{ callback: 'http://169.254.169.254/latest' }, 'callback: must lie below'],
    [{ callback: 'ONE/elsewhere' }, 'callback: must lie below'],
    [{ callback: 'ONE/events-of-others' }, 'callback: must lie below'],
    [{ callback: 'ONE/events/../elsewhere' }, 'callback: must lie below'],
    [{ callback: 'OTHER', query: 'colour=blue' }, 'query: colour is not an attribute to filter by: use eventType'],
    [{ callback: 'OTHER', query: 'event.well.colour=blue' }, 'query: event.well.colour is not an attribute'],
    [{ callback: 'OTHER', query: 'event.well.depth=deep' }, 'query: event.well.depth must be a number'],
    [{ callback: 'OTHER', query: 'event.well.state.gt=dug' }, 'query: event.well.state.gt cannot use gt: use eq, ne'],
    [{ callback: 'OTHER', query: 'eventTime.gt=soon' }, 'query: eventTime.gt must be'],
    [{ callback: 'OTHER', query: 'fields=id' }, 'query: fields is not an attribute'],
    [{ callback: 'OTHER', query: 'eventType=Rain' }, 'query: eventType must be one of WellCreateEvent'],
    [
      { callback: 'OTHER', query: 'eventType=WellCreateEvent&eventType.ne=WellCreateEvent' },
      'query: leaves no eventType',
    ],
  ])('refuses %j', async (body, reason) => {
    const text = JSON.stringify(body).replace('ONE', one.url).replace('OTHER', other.url);
    const answer = await as('client:crm', 'POST', '/hub', JSON.parse(text) as object, listens);
    expect(answer.status).toBe(400);
    expect(answer.body['reason']).toContain(reason);
  });
});
