import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type RunningService, serviceUnderTest } from '@wellspring/testing';
import { base, wellOf, wells } from './wells.ts';

jest.setTimeout(60_000);

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
  list: Record<string, unknown>[];
}

describe('resources', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await serviceUnderTest(wells).withPostgres().start();
    const put = async (id: string, owner: string, field: string, over = {}): Promise<void> => {
      const values = [id, owner, field, id, JSON.stringify(wellOf(id, owner, over))];
      await service.dataSource.query(`insert into well values ($1, $2, $3, $4, '2026-01-01', $5)`, values);
    };
    await put('W-1', 'C-1', 'north', { depth: 5, isDry: true });
    await put('W-2', 'C-1', 'south', { depth: 12.5, state: 'dug', dugDate: '2026-02-01T00:00:00.000Z' });
    await put('W-3', 'C-1', 'south', { depth: 120, position: { north: 59.4, east: 24.7 } });
    await put('W-4', 'C-2', 'north');
    await service.dataSource.query(`insert into field_member values ('north', 'C-1'), ('north', 'C-2')`);
  });

  afterAll(() => service.stop());

  const as = (customer: string, path: string, init: RequestInit = {}, scope?: string): Promise<Answer> =>
    ask(path, init, service.tokenFor(customer, { scope }));

  const ask = async (path: string, init: RequestInit, token: Promise<string>): Promise<Answer> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await token}`);
    const response = await fetch(`${service.url}${base}${path}`, { ...init, headers });
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Answer['body'] | Answer['list'];
    return {
      status: response.status,
      headers: response.headers,
      body: Array.isArray(parsed) ? {} : parsed,
      list: Array.isArray(parsed) ? parsed : [],
    };
  };

  const send = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit => ({
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

  const create = (body: unknown, key: string): RequestInit => send('POST', body, { 'idempotency-key': key });

  const patch = (body: unknown, headers: Record<string, string> = {}): RequestInit =>
    send('PATCH', body, { 'content-type': 'application/merge-patch+json', ...headers });

  const idsOf = ({ list }: Answer): unknown[] => list.map(({ id }) => id);

  it.each([
    ['', ['W-1', 'W-2', 'W-3']],
    ['?sort=-name', ['W-3', 'W-2', 'W-1']],
    ['?depth.gt=5&depth.lte=12.5', ['W-2']],
    ['?depth>5', ['W-2', 'W-3']],
    ['?depth%3E=12.5', ['W-2', 'W-3']],
    ['?depth<=5', ['W-1']],
    ['?depth=5,120', ['W-1', 'W-3']],
    ['?depth=5&depth=120', ['W-1', 'W-3']],
    ['?isDry=true', ['W-1']],
    ['?isDry=true;depth>100', ['W-1', 'W-3']],
    ['?isDry=true;state.ne=planned&depth>5', ['W-2']],
    ['?depth>100;depth<6', ['W-1', 'W-3']],
    ['?state.ne=planned', ['W-2']],
    ['?dugDate.gte=2026-02-01', ['W-2']],
    ['?dugDate.ne=2026-02-01', ['W-1', 'W-3']],
    ['?position.north.gt=59', ['W-3']],
    ['?relatedParty.id=C-1', ['W-1', 'W-2', 'W-3']],
    ['?relatedParty.role.ne=owner', []],
    ['?@type=Well&name=W-2', ['W-2']],
    [`?href=${base}/well/W-3`, ['W-3']],
  ])('are found by every attribute: %s', async (query, ids) => {
    const answer = await as('C-1', `/well${query}`);
    expect(answer.status).toBe(200);
    expect(idsOf(answer)).toEqual(ids);
    expect(answer.headers.get('x-total-count')).toBe(String(ids.length));
  });

  it.each([
    ['?depth=deep', 'depth: must be a number'],
    ['?isDry=perhaps', 'isDry: must be one of true, false'],
    ['?dugDate.gt=2026-02-30', 'dugDate.gt: must be a date of the calendar'],
    ['?name.gt=a', 'name.gt: cannot use gt'],
    ['?name.regex=a', 'name.regex: is not an attribute'],
    ['?position=1', 'position: is not an attribute'],
    ['?fields=position.up', 'fields: cannot name "position.up"'],
    ['?depth>=1,2', 'depth.gte: must be a single value'],
  ])('are refused with the parameter and the rule: %s', async (query, reason) => {
    const { status, body } = await as('C-1', `/well${query}`);
    expect([status, body['code']]).toEqual([400, 'REQUEST.INVALID']);
    expect(body['reason']).toContain(reason);
  });

  it('come with the attributes that are selected, by path', async () => {
    const { list } = await as('C-1', '/well?fields=position.north,relatedParty.role&name=W-3');
    expect(list).toEqual([
      { id: 'W-3', href: `${base}/well/W-3`, position: { north: 59.4 }, relatedParty: [{ role: 'owner' }] },
    ]);
  });

  it('are their owner’s, or of all who share them, or everybody’s', async () => {
    expect(idsOf(await as('C-2', '/well'))).toEqual(['W-4']);
    expect(idsOf(await as('C-2', '/fieldWell'))).toEqual(['W-1', 'W-4']);
    expect(idsOf(await as('C-3', '/fieldWell'))).toEqual([]);
    expect((await as('C-3', '/fieldWell/W-1')).body).toMatchObject({ code: 'WELL_OF_A_FIELD.NOT_FOUND' });
    expect((await as('C-3', '/landmark')).headers.get('x-total-count')).toBe('4');
    expect((await as('C-3', '/landmark/W-1')).status).toBe(200);
  });

  it('are seen and changed by machines as far as their scopes say', async () => {
    const asMachine = (path: string, scope: string, init: RequestInit = {}): Promise<Answer> =>
      ask(path, init, service.machineToken('mediation', scope));
    expect((await asMachine('/well', 'wells:all other')).headers.get('x-total-count')).toBe('4');
    expect((await asMachine('/well?relatedParty.id=C-2', 'wells:all')).list).toHaveLength(1);
    expect((await asMachine('/fieldWell', 'wellManagement:read')).headers.get('x-total-count')).toBe('4');
    expect((await asMachine('/landmark/W-1', '')).status).toBe(200);
    for (const path of ['/well', '/well/W-1', '/fieldWell']) {
      const { status, headers, body } = await asMachine(path, 'other');
      expect([status, body['code']]).toEqual([403, 'AUTH.SCOPE_MISSING']);
      expect(headers.get('www-authenticate')).toContain('error="insufficient_scope", scope="well');
    }
    expect((await asMachine('/digger', 'wells:all wellManagement:read')).body['code']).toBe('AUTH.FORBIDDEN');

    const tower = { id: 'W-50', name: 'Tower', depth: 3 };
    expect((await asMachine('/landmark', 'wells:write', create(tower, 'key-1'))).status).toBe(201);
    expect((await asMachine('/landmark', 'wells:all', create(tower, 'key-2'))).body['code']).toBe('AUTH.SCOPE_MISSING');
    expect((await asMachine('/landmark/W-50', 'wells:write', { method: 'DELETE' })).status).toBe(204);
    // Where no scope is named for it, only a customer creates, changes and removes.
    expect((await asMachine('/well', 'wells:all wells:write', create(tower, 'key-3'))).status).toBe(403);
    expect((await asMachine('/well/W-1', 'wells:all', patch({ name: 'Mine' }))).status).toBe(403);
    expect((await asMachine('/well/W-1', 'wells:all', { method: 'DELETE' })).status).toBe(403);
  });

  it('of everybody are read by key to their end, and counted only where they are few', async () => {
    await service.dataSource.query(
      `insert into well select 'X-' || lpad(n::text, 5, '0'), 'C-9', 'west', 'X-' || n, date '2026-01-01' + n % 7, $1
       from generate_series(1, 10100) as n`,
      [JSON.stringify(wellOf('X', 'C-9'))],
    );
    const asMachine = (path: string): Promise<Answer> => ask(path, {}, service.machineToken('mediation', 'wells:all'));
    const nextOf = ({ headers }: Answer): string | undefined =>
      /<[^>]*(\/well\?[^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    const first = await asMachine('/well?limit=100');
    expect([first.status, first.headers.get('x-total-count')]).toEqual([206, null]);
    expect(first.headers.get('link')).not.toContain('rel="last"');
    expect(nextOf(first)).toMatch(/[?&]after=/);
    const late = await asMachine('/well?limit=100&offset=10000');
    expect([late.list.length, late.headers.get('x-total-count')]).toEqual([100, null]);
    const last = await asMachine(nextOf(late) ?? 'there is a next one');
    expect([last.list.length, nextOf(last)]).toEqual([4, undefined]);
    expect((await asMachine('/well?relatedParty.id=C-1&limit=2')).headers.get('x-total-count')).toBe('3');
    expect((await as('C-9', '/well?limit=1')).headers.get('x-total-count')).toBe('10100');
    await service.dataSource.query(`delete from well where owner = 'C-9'`);
  });

  it('that are made when they are asked for keep to the same rules', async () => {
    expect(idsOf(await as('C-1', '/digger'))).toEqual(['C-1-b', 'C-1-a']);
    expect(idsOf(await as('C-1', '/digger?depth.gt=9'))).toEqual(['C-1-a']);
    expect(idsOf(await as('C-1', '/digger?tool.name=spade,saw'))).toEqual(['C-1-b']);
    expect(idsOf(await as('C-1', '/digger?tool.name=spade;depth>9'))).toEqual(['C-1-b', 'C-1-a']);
    expect(idsOf(await as('C-1', '/digger?tool.name.ne=spade'))).toEqual(['C-1-a']);
    expect((await as('C-1', '/digger?depth=deep')).status).toBe(400);
    const page = await as('C-1', '/digger?limit=1');
    expect([page.status, idsOf(page)]).toEqual([206, ['C-1-b']]);
    expect(page.headers.get('link')).toContain(`<${base}/digger?offset=1&limit=1>; rel="next"`);
    expect((await as('C-2', '/digger/C-1-a')).status).toBe(404);
    expect((await as('C-1', '/digger/C-1-a?fields=depth')).body).toEqual({
      id: 'C-1-a',
      href: `${base}/digger/C-1-a`,
      depth: 10,
    });
  });

  it('are created once, however often it is asked', async () => {
    const body = { id: 'W-10', name: 'New', depth: 3 };
    const first = await as('C-5', '/well', create(body, 'key-1'));
    expect(first.status).toBe(201);
    expect(first.headers.get('location')).toBe(`${base}/well/W-10`);
    const again = await as('C-5', '/well', create(body, 'key-1'));
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([201, first.body, 'true']);
    expect((await as('C-5', '/well', create({ ...body, depth: 4 }, 'key-1'))).status).toBe(422);
    expect((await as('C-5', '/well', send('POST', body))).body['code']).toBe('IDEMPOTENCY.KEY_MISSING');
    const bad = await as('C-5', '/well', create({ ...body, depth: -1, colour: 'blue' }, 'key-2'));
    expect(bad.status).toBe(400);
    expect(bad.body['reason']).toMatch(/depth: .*colour/);
    expect(await eventsOf('W-10')).toEqual(['WellCreateEvent']);
  });

  const eventsOf = async (id: string): Promise<string[]> => {
    const query = `select type from outbox where aggregateid = $1 order by position`;
    const rows = await service.dataSource.query<{ type: string }[]>(query, [id]);
    return rows.map(({ type }) => type);
  };

  it('are changed by a merge patch, and only as the client has seen them', async () => {
    await as('C-6', '/well', create({ id: 'W-20', name: 'Old', depth: 3 }, 'key-1'));
    const etag = (await as('C-6', '/well/W-20')).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    const changed = await as('C-6', '/well/W-20', patch({ position: { north: 1, east: 2 } }, { 'if-match': etag }));
    expect([changed.status, changed.body['position']]).toEqual([200, { north: 1, east: 2 }]);
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect((await as('C-6', '/well/W-20')).headers.get('etag')).toBe(changed.headers.get('etag'));

    const stale = await as('C-6', '/well/W-20', patch({ name: 'Lost' }, { 'if-match': etag }));
    expect([stale.status, stale.body['code']]).toEqual([412, 'PRECONDITION.FAILED']);
    const removed = await as('C-6', '/well/W-20', patch({ position: { east: null }, name: 'New' }));
    expect(removed.status).toBe(400);
    const without = await as('C-6', '/well/W-20', patch({ position: null, name: 'New' }));
    expect(without.body).not.toHaveProperty('position');
    expect(without.body).toMatchObject({ name: 'New', depth: 3 });
    const unknown = await as('C-6', '/well/W-20', patch({ state: 'dug' }));
    expect([unknown.status, unknown.body['reason']]).toEqual([400, expect.stringContaining('state')]);
    expect((await as('C-1', '/well/W-20', patch({ name: 'Mine' }))).status).toBe(404);
    expect(await eventsOf('W-20')).toEqual([
      'WellCreateEvent',
      'WellAttributeValueChangeEvent',
      'WellAttributeValueChangeEvent',
    ]);
  });

  it('are removed', async () => {
    await as('C-7', '/well', create({ id: 'W-30', name: 'Old', depth: 3 }, 'key-1'));
    expect((await as('C-1', '/well/W-30', { method: 'DELETE' })).status).toBe(404);
    expect((await as('C-7', '/well/W-30', { method: 'DELETE', headers: { 'if-match': '"x"' } })).status).toBe(412);
    expect((await as('C-7', '/well/W-30', { method: 'DELETE' })).status).toBe(204);
    expect((await as('C-7', '/well/W-30')).status).toBe(404);
    expect(await eventsOf('W-30')).toEqual(['WellCreateEvent', 'WellDeleteEvent']);
  });

  it('are written by those whose token carries the scope, where it needs one', async () => {
    const body = { id: 'W-40', name: 'Tower', depth: 3 };
    expect((await as('C-1', '/landmark', create(body, 'key-1'))).status).toBe(403);
    expect((await as('C-1', '/landmark/W-1', patch({ name: 'Mine' }))).status).toBe(403);
    expect((await as('staff:jane', '/landmark', create(body, 'key-1'), 'wells:write')).status).toBe(201);
    expect((await as('staff:jane', '/landmark/W-40', { method: 'DELETE' }, 'wells:write')).status).toBe(204);
  });

  it('are described as they are offered', async () => {
    const { status, body } = await as('C-1', '/openapi.json');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: base }],
      paths: {
        '/well': { get: { operationId: 'listWell' }, post: { operationId: 'createWell' } },
        '/well/{id}': { patch: { operationId: 'patchWell' }, delete: { operationId: 'deleteWell' } },
      },
      components: {
        schemas: {
          Well: { properties: { depth: { type: 'number' } } },
          Well_Create: { required: ['id', 'name', 'depth'] },
          Well_Update: { properties: { name: { type: 'string' } } },
        },
        securitySchemes: {
          machine: {
            flows: {
              clientCredentials: {
                scopes: {
                  'wells:all': 'Reads every Well',
                  'wells:write': 'Writes Landmark',
                  'wellManagement:read': 'Reads every FieldWell',
                },
              },
            },
          },
        },
      },
    });
    const fieldWells = (body as { paths: Record<string, object> }).paths['/fieldWell'];
    expect(Object.keys(fieldWells ?? {})).toEqual(['get']);
  });
});
