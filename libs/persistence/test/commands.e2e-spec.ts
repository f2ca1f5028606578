import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, type RunningService, serviceUnderTest } from '@wellspring/testing';
import { type Commands, commandsToken } from '../src/index.ts';
import { Provisioning, type SimBlock, simService } from './sim-blocks.ts';

describe('a durable command', () => {
  let service: RunningService;
  const provisioning = new Provisioning();

  afterEach(async () => {
    await service.stop();
    Object.assign(provisioning, new Provisioning());
  });

  const start = async (attentionAfterMs?: number): Promise<void> => {
    service = await serviceUnderTest(simService(provisioning, attentionAfterMs))
      .withPostgres()
      .withEnv({ JOBS_POLL_INTERVAL_MS: '500' })
      .start();
  };

  const commands = (): Commands<SimBlock> => service.get(commandsToken('sim-block'));

  const begin = async (): Promise<string> => {
    const id = randomUUID();
    await service.dataSource.transaction(async (manager) => {
      await manager.query(`insert into sim_block (id, state, state_at) values ($1, 'pending', now())`, [id]);
      await commands().begin(manager, id);
    });
    return id;
  };

  const asked = async (id: string): Promise<void> => {
    await service.dataSource.query(`update sim_block set asked = true where id = $1`, [id]);
  };

  const comesTo = (id: string, state: string): Promise<Record<string, unknown>> =>
    eventually(
      async () => {
        const view = { ...(await commands().one(id)) } as Record<string, unknown>;
        expect(view['state']).toBe(state);
        return view;
      },
      { timeoutMs: 30_000 },
    );

  const operate = (path: string, body?: object): Promise<{ status: number; body: unknown }> =>
    body === undefined
      ? service.management.get(`/operations/v1/${path}`)
      : service.management.post(`/operations/v1/${path}`).send(body);

  it('takes its steps, goes on behind one that is done, and ends once', async () => {
    await start();
    let tries = 0;
    provisioning.block = asked;
    provisioning.confirm = () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('no answer')) : Promise.resolve(true);
    };
    const id = await begin();
    await comesTo(id, 'done');
    await commands().carry(id);
    expect(provisioning.calls.filter((call) => call.endsWith(id))).toEqual([
      `block ${id}`,
      `confirm ${id}`,
      `confirm ${id}`,
    ]);
  });

  it('says how far it has got while it is pending, and not when it is over', async () => {
    await start();
    provisioning.block = async (_id, ends) => {
      await ends.progress({ asked: true });
      await ends.end({ state: 'failed', reason: 'refused' });
      await ends.progress({ asked: false });
      throw new Error('no more to be done');
    };
    const id = await begin();
    expect(await comesTo(id, 'failed')).toMatchObject({ reason: 'refused' });
    expect((await operate(`sim-blocks?asked=true`)).body).toMatchObject({ items: [{ id }] });
  });

  it('is not carried when what it belongs to is rolled back', async () => {
    await start();
    const id = randomUUID();
    const rolledBack = service.dataSource.transaction(async (manager) => {
      await manager.query(`insert into sim_block (id, state, state_at) values ($1, 'pending', now())`, [id]);
      await commands().begin(manager, id);
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await comesTo(await begin(), 'done');
    expect(provisioning.calls.filter((call) => call.endsWith(id))).toEqual([]);
  });

  it('that takes too long has failed only if nothing can have happened', async () => {
    await start(1);
    provisioning.block = () => Promise.reject(new Error('no answer'));
    expect(await comesTo(await begin(), 'failed')).toMatchObject({ reason: 'takesTooLong' });
    provisioning.block = async (id) => {
      await asked(id);
      throw new Error('no answer');
    };
    expect(await comesTo(await begin(), 'needsAttention')).toMatchObject({ reason: 'takesTooLong' });
  });

  it('is decided about by people: who, when and why stays', async () => {
    await start();
    provisioning.block = asked;
    provisioning.confirm = () => Promise.resolve(false);
    const id = await begin();
    expect(await comesTo(id, 'needsAttention')).toMatchObject({ actions: ['retry', 'mark-done', 'give-up'] });
    expect((await operate('sim-blocks')).body).toMatchObject({ total: 1, items: [{ id, reason: 'notConfirmed' }] });

    expect((await operate(`sim-blocks/${id}/mark-done`, {})).status).toBe(400);
    expect((await operate(`sim-blocks/${id}/mark-done`, { reason: 'seen', colour: 'blue' })).status).toBe(400);
    expect((await operate(`sim-blocks/${id}/explode`, { reason: 'seen' })).status).toBe(404);
    expect((await operate(`sim-blocks/nonsense/retry`, { reason: 'seen' })).status).toBe(404);

    const decision = { reason: 'seen at provisioning', ticket: 'T-1' };
    const decided = await operate(`sim-blocks/${id}/mark-done`, decision);
    expect(decided.body).toMatchObject({
      state: 'done',
      actions: [],
      history: [{ simBlockId: id, action: 'mark-done', operator: 'jane', details: { ticket: 'T-1' }, ledTo: 'done' }],
    });
    expect((await operate(`sim-blocks/${id}/mark-done`, decision)).status).toBe(200);
    const other = await operate(`sim-blocks/${id}/give-up`, { reason: 'too late' });
    expect(other).toMatchObject({ status: 409, body: { code: 'SIM_BLOCK.NEEDS_NO_ATTENTION' } });
    expect((await operate(`sim-block-resolutions?simBlock=${id}`)).body).toMatchObject({
      items: [{ simBlockId: id, reason: 'seen at provisioning' }],
      next: null,
    });
    const change = service.dataSource.query(`update sim_block_resolution set reason = ''`);
    await expect(change).rejects.toThrow(/append-only|permission denied/);
  });

  it('is tried again when a person says so', async () => {
    await start();
    provisioning.block = asked;
    provisioning.confirm = () => Promise.resolve(false);
    const id = await begin();
    await comesTo(id, 'needsAttention');
    provisioning.confirm = () => Promise.resolve(true);
    expect((await operate(`sim-blocks/${id}/retry`, { reason: 'mended' })).body).toMatchObject({
      history: [{ action: 'retry', problem: 'notConfirmed', ledTo: 'pending' }],
    });
    await comesTo(id, 'done');
  });
});
