import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { DependencyError, type FailureOutcome } from '@wellspring/platform';
import { eventually, type RunningService, syncToEnd } from '@wellspring/testing';
import type { RejectedRecord } from '../src/index.ts';
import { modelOf, never, type Release, startWells, WellRegister } from './wells.ts';

jest.setTimeout(60_000);

const first: Release = { shape: 1, textOf: ({ wellNo }) => wellNo };
const second: Release = { shape: 2, textOf: ({ wellNo, depth }) => `${wellNo}: ${depth} m` };

describe('a read model', () => {
  const running: RunningService[] = [];

  const start = async (...args: Parameters<typeof startWells>): Promise<RunningService> => {
    const service = await startWells(...args);
    running.push(service);
    return service;
  };

  afterEach(async () => {
    // The replica that was started last does not own the database.
    for (const service of running.splice(0).toReversed()) await service.stop();
  });

  const registerOf = (...names: string[]): WellRegister => {
    const register = new WellRegister();
    for (const wellNo of names) register.put({ wellNo, digger: 'ann', depth: 10 });
    return register;
  };

  const texts = async ({ dataSource }: RunningService): Promise<string[]> => {
    const rows = await dataSource.query<{ text: string }[]>(`select text from well order by id`);
    return rows.map(({ text }) => text);
  };

  const figures = async ({ management }: RunningService): Promise<Record<string, unknown>> => {
    const { text } = await management.get('/read-models').expect(200);
    return (JSON.parse(text) as { items: Record<string, unknown>[] }).items[0] ?? {};
  };

  const metric = async ({ management }: RunningService, name: string): Promise<string | undefined> => {
    const { text } = await management.get('/metrics');
    return new RegExp(`^${name}\\{model="well"\\} (.+)$`, 'm').exec(text)?.[1];
  };

  /** The jobs of two releases are in one queue, and each would write all of it back into its own shape. */
  const leavesRebuilding = (service: RunningService): void => {
    jest.spyOn(modelOf(service), 'rebuild').mockResolvedValue(undefined);
  };

  it('is written again in the background when a release stores another shape, and served meanwhile', async () => {
    const register = registerOf('W-1', 'W-2', 'W-3');
    const old = await start(register, first);
    leavesRebuilding(old);
    await syncToEnd(modelOf(old));
    expect(await texts(old)).toEqual(['W-1', 'W-2', 'W-3']);

    register.asked.length = 0;
    const half = Promise.withResolvers<undefined>();
    register.before = () => (register.asked.at(-1) === 2 ? half.promise : Promise.resolve());
    const service = await start(register, second, { DATABASE_URL: old.databaseUrl });
    const rebuilt = modelOf(service).rebuild(never());
    await eventually(async () => {
      expect(await texts(service)).toEqual(['W-1: 10 m', 'W-2: 10 m', 'W-3']);
      expect(await figures(service)).toMatchObject({ shape: 2, rebuild: { shape: 2 } });
    });
    expect(await modelOf(service).refreshIfOld('ann')).toBeGreaterThanOrEqual(0);
    half.resolve(undefined);
    await rebuilt;
    await eventually(async () => {
      expect(await texts(service)).toEqual(['W-1: 10 m', 'W-2: 10 m', 'W-3: 10 m']);
      expect(await figures(service)).toMatchObject({ cursor: 3, rebuild: null });
    });
  });

  it('is written in the old shape again when the release is rolled back', async () => {
    const register = registerOf('W-1');
    const service = await start(register, second);
    leavesRebuilding(service);
    await syncToEnd(modelOf(service));
    const old = await start(register, first, { DATABASE_URL: service.databaseUrl });
    await modelOf(old).rebuild(never());
    await eventually(async () => {
      expect(await texts(old)).toEqual(['W-1']);
    });
  });

  it('keeps as it is what the source does not have any more, and does not look for it for ever', async () => {
    const register = registerOf('W-1', 'W-2');
    const old = await start(register, first);
    leavesRebuilding(old);
    await syncToEnd(modelOf(old));
    register.remove('W-1');
    const service = await start(register, second, { DATABASE_URL: old.databaseUrl });
    await modelOf(service).rebuild(never());
    await eventually(async () => {
      expect(await texts(service)).toEqual(['W-1', 'W-2: 10 m']);
      expect(await figures(service)).toMatchObject({ rebuild: null });
    });
    const asked = register.asked.length;
    await modelOf(service).rebuild(never());
    expect(register.asked).toHaveLength(asked);
  });

  it('keeps what cannot be believed in quarantine, where operators find it by id and reason', async () => {
    const register = registerOf('W-1');
    const service = await start(register, first);
    register.put({ wellNo: 'W-2', digger: 'ann', depth: -1 });
    register.put({ digger: 'secret' });
    await syncToEnd(modelOf(service));
    expect(await texts(service)).toEqual(['W-1']);
    const { text } = await service.management.get('/read-models/well/quarantine').expect(200);
    expect(JSON.parse(text)).toMatchObject({
      items: [
        { id: 'W-2', version: 2, reason: expect.stringContaining('depth: ') },
        { id: expect.stringMatching(/^unidentified-/), reason: expect.stringContaining('wellNo: ') },
      ],
      next: null,
    });
    expect(text).not.toContain('secret');
    await eventually(async () => {
      expect(await metric(service, 'read_model_quarantined_records')).toBe('2');
    });
    const page = await service.management.get('/read-models/well/quarantine?limit=1');
    expect(page.body).toMatchObject({ items: [{ id: 'W-2' }], next: 'W-2' });
    await service.management.get('/read-models/dry/quarantine').expect(404);
    await service.management.get('/read-models/well/quarantine?limit=0').expect(400);
  });

  it('is left to a replica that is ahead, and says so', async () => {
    const register = registerOf('W-1', 'W-2', 'W-3');
    const service = await start(register, first);
    await service.ranJob('well-sync');
    register.put({ wellNo: 'W-4', digger: 'ann', depth: 1 });
    register.before = async () => {
      register.before = () => Promise.resolve();
      await syncToEnd(modelOf(service));
    };
    expect(await modelOf(service).sync(never())).toBe(false);
    expect(await modelOf(service).sync(never())).toBe(true);
  });

  it('is not held up by what PostgreSQL cannot store', async () => {
    const register = registerOf('W-1');
    register.put({ wellNo: 'W-2', digger: 'a\0', depth: 1 });
    register.put({ wellNo: 'W-3', digger: '\ud83d', depth: 1 });
    register.put({ wellNo: 'W-4\0', digger: 'ann', depth: 1 });
    register.put({ wellNo: 'W-5', digger: '\\u0000', depth: -1 });
    register.put({ wellNo: 'W-6', digger: '\\u0000', depth: 1 });
    const service = await start(register, first);
    await syncToEnd(modelOf(service));
    expect(await texts(service)).toEqual(['W-1', 'W-6']);
    expect(await modelOf(service).quarantined(undefined, 10)).toMatchObject([
      { id: 'W-2', reason: 'digger: has a character that cannot be stored' },
      { id: 'W-3', reason: 'digger: has a character that cannot be stored' },
      { id: 'W-5', reason: expect.stringContaining('depth: ') },
      { id: expect.stringMatching(/^unidentified-/), reason: 'wellNo: has a character that cannot be stored' },
    ]);
  });

  it('keeps of several versions that cannot be believed the newest, whatever order they come in', async () => {
    const register = registerOf('W-1');
    const service = await start(register, first, { WELL_SYNC_BATCH_SIZE: '10' });
    await syncToEnd(modelOf(service));
    const rejected = (version: number | undefined, reason: string): RejectedRecord => ({
      id: 'W-2',
      version,
      owner: undefined,
      reason,
      payload: { wellNo: 'W-2' },
    });
    const save = (...all: RejectedRecord[]): Promise<void> =>
      service.dataSource.transaction((manager) => modelOf(service).save(manager, { records: [], rejected: all }));
    await save(rejected(5, 'five'), rejected(7, 'seven'), rejected(6, 'six'));
    await save(rejected(4, 'four'));
    expect(await modelOf(service).quarantined(undefined, 10)).toMatchObject([
      { id: 'W-2', version: 7, reason: 'seven' },
    ]);
  });

  it('tells an owner how many records cannot be shown to them, and nobody else', async () => {
    const register = registerOf('W-1');
    const service = await start(register, first);
    await syncToEnd(modelOf(service));
    const missing = (owner?: string): Promise<number> => modelOf(service).missing(owner);
    register.put({ wellNo: 'W-2', digger: 'ann', depth: -1 });
    register.put({ wellNo: 'W-3', digger: 'bob', depth: -1 });
    register.put({ digger: 'bob', depth: 5 });
    await syncToEnd(modelOf(service));
    expect([await missing('ann'), await missing('bob'), await missing('eve'), await missing()]).toEqual([1, 2, 0, 3]);
    expect(await metric(service, 'read_model_incomplete_reads_total')).toBe('3');

    // The last good version of it is shown, so nothing is missing.
    register.put({ wellNo: 'W-1', digger: 'ann', depth: -1 });
    await syncToEnd(modelOf(service));
    expect(await missing('ann')).toBe(1);
    register.put({ wellNo: 'W-2', digger: 'ann', depth: 5 });
    await syncToEnd(modelOf(service));
    expect(await missing('ann')).toBe(0);
  });

  it('misses nothing any more that is not among all of an owner’s records', async () => {
    const register = registerOf('W-1');
    register.put({ wellNo: 'W-2', digger: 'ann', depth: -1 });
    const service = await start(register, first);
    // So that the job, which starts once by itself, finds nothing more.
    await syncToEnd(modelOf(service));
    await modelOf(service).refresh('ann');
    await service.dataSource.query(`update read_model_rejected set last_seen_at = now() - interval '2 minutes'`);
    await modelOf(service).refresh('ann');
    expect(await modelOf(service).missing('ann')).toBe(1);
    await service.dataSource.query(`update read_model_rejected set last_seen_at = now() - interval '2 minutes'`);
    register.remove('W-2');
    await modelOf(service).refresh('ann');
    expect(await modelOf(service).missing('ann')).toBe(0);
  });

  it.each<{ outcome: FailureOutcome; status?: number; then: string; asked: string[] }>([
    { outcome: '4xx', status: 404, then: 'goes on asking about others', asked: ['bob', 'ann'] },
    { outcome: '4xx', status: 429, then: 'asks about nobody for a while', asked: ['bob'] },
    { outcome: 'bad_payload', then: 'goes on asking about others', asked: ['bob', 'ann'] },
    { outcome: 'timeout', then: 'asks about nobody for a while', asked: ['bob'] },
  ])('$then when asking about one owner ends with $outcome $status', async ({ outcome, status, asked }) => {
    const register = registerOf('W-1');
    register.put({ wellNo: 'W-2', digger: 'bob', depth: 1 });
    register.failures.set(
      'bob',
      new DependencyError({ dependency: 'register', operation: 'of-owner', outcome, status }),
    );
    const service = await start(register, first, { WELL_FRESH_FOR_MS: '1' });
    await service.ranJob('well-sync');
    await eventually(() => {
      expect(Date.now() - (modelOf(service).completeAt ?? new Date()).getTime()).toBeGreaterThan(1);
    });
    await modelOf(service).refreshIfOld('bob');
    await modelOf(service).refreshIfOld('ann');
    expect(register.askedOwners).toEqual(asked);
  });

  it('forgets what left the quarantine: put right, or not sent for long', async () => {
    const register = registerOf();
    register.put({ wellNo: 'W-1', digger: 'ann', depth: -1 });
    register.put({ wellNo: 'W-2', digger: 'ann', depth: -1 });
    const service = await start(register, first);
    await syncToEnd(modelOf(service));
    expect(await figures(service)).toMatchObject({ quarantined: 2 });

    register.put({ wellNo: 'W-1', digger: 'ann', depth: 5 });
    await syncToEnd(modelOf(service));
    expect(await figures(service)).toMatchObject({ quarantined: 1 });

    await service.dataSource.query(`update read_model_rejected set last_seen_at = now() - interval '91 days'`);
    await syncToEnd(modelOf(service));
    expect(await figures(service)).toMatchObject({ quarantined: 0 });
    await eventually(async () => {
      expect(await metric(service, 'read_model_quarantined_records')).toBe('0');
    });
  });

  it('says 503 and when to come back while nothing is known', async () => {
    const register = registerOf('W-1');
    register.before = () => Promise.reject(new Error('away'));
    register.ofOwner = () => Promise.reject(new Error('away'));
    const service = await start(register, first);
    await expect(modelOf(service).refreshIfOld('ann')).rejects.toMatchObject({
      status: 503,
      code: 'WELL.UNAVAILABLE',
      message: 'Wells cannot be shown at the moment',
      headers: { 'retry-after': '5' },
    });
  });
});
