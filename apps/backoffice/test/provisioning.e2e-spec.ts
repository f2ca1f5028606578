import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Backoffice, startBackoffice } from './backoffice.ts';

interface Service {
  serviceNo: string;
  customerNo: string;
  type: string;
  product: string;
  number: string | null;
  sim: { iccid: string; type: string; status: string } | null;
  roaming: string | null;
  changeSeq: number;
}

describe('provisioning', () => {
  let backoffice: Backoffice;

  beforeAll(async () => {
    backoffice = await startBackoffice();
  });
  afterEach(() => backoffice.send('DELETE', '/faults'));
  afterAll(() => backoffice.stop());

  const services = async (path: string): Promise<Service[]> =>
    ((await backoffice.get(path)).body as { items: Service[] }).items;
  const line = async (serviceNo = 'S-1001-1'): Promise<Service> =>
    (await backoffice.get(`/provisioning/services/${serviceNo}`)).body as Service;
  const order = (externalRef: string, action: string, serviceNo = 'S-1001-1'): Promise<Answer> =>
    backoffice.send('POST', '/provisioning/orders', { externalRef, serviceNo, action });
  const stateOf = async (externalRef: string): Promise<string> =>
    ((await backoffice.get(`/provisioning/orders/${externalRef}`)).body as { state: string }).state;
  /** The test's own deadline ends a wait in vain. */
  const finished = async (externalRef: string): Promise<string> => {
    for (;;) {
      const state = await stateOf(externalRef);
      if (state !== 'ACCEPTED') return state;
    }
  };

  it('has what CRM sold: each subscription, and a telephone paid off month by month', async () => {
    expect(await services('/provisioning/customers/C-1001/services')).toEqual([
      {
        serviceNo: 'S-1001-1',
        customerNo: 'C-1001',
        type: 'LINE',
        product: 'Mobile 5G',
        belongsTo: null,
        number: expect.stringMatching(/^\+372 5\d{3} \d{4}$/),
        status: 'ACTIVE',
        since: expect.any(String),
        ended: null,
        monthlyPrice: '49.90',
        contract: { type: 'Month-to-month', until: null, noticeDays: 30 },
        roaming: expect.stringMatching(/^(ON|OFF)$/),
        sim: { iccid: expect.stringMatching(/^893725\d{13}$/), type: expect.any(String), status: 'ACTIVE' },
        device: null,
        changeSeq: expect.any(Number),
      },
      expect.objectContaining({
        serviceNo: 'S-1001-1-D',
        type: 'DEVICE',
        belongsTo: 'S-1001-1',
        sim: null,
        device: {
          model: expect.any(String),
          financedBy: 'Northern Finance',
          instalments: 24,
          paid: expect.any(Number),
          monthlyAmount: expect.stringMatching(/^\d+\.\d\d$/),
          paidOffOn: expect.stringMatching(/^20\d\d-\d\d-23$/),
        },
      }),
    ]);
  });

  it('feeds every service once, also after another look at the customers', async () => {
    await backoffice.prepare();
    const { body } = await backoffice.get('/provisioning/services?limit=1000');
    const { items, latest } = body as { items: Service[]; latest: number };
    expect(items.map((service) => service.changeSeq)).toEqual(items.map((_, index) => index + 1));
    expect(latest).toBe(items.length);
    const { rows } = await backoffice.db.query<{ sold: number }>(
      'SELECT sum(jsonb_array_length(subscriptions))::int AS sold FROM customer',
    );
    expect(items.filter((service) => service.type !== 'DEVICE')).toHaveLength(rows[0]?.sold ?? 0);
  });

  it('tells secrets of a SIM only when asked for that one', async () => {
    const { sim } = await line();
    const { body } = await backoffice.get(`/provisioning/sims/${sim?.iccid ?? ''}/puk`);
    const { puk } = body as { puk: string };
    expect(puk).toMatch(/^\d{8}$/);
    expect(JSON.stringify(await services('/provisioning/services?limit=1000'))).not.toContain(puk);
    expect((await backoffice.get('/provisioning/sims/1/puk')).status).toBe(404);
  });

  it('takes an order at once and carries it out later: only then the SIM is blocked, and the feed tells', async () => {
    await backoffice.send('PUT', '/faults/provisioning.carry-out', { mode: 'hang' });
    const { changeSeq } = await line();
    expect(await order('block-1', 'BLOCK_SIM')).toMatchObject({ status: 202, body: { state: 'ACCEPTED' } });
    expect((await line()).sim?.status).toBe('ACTIVE');
    expect(await order('block-1', 'BLOCK_SIM')).toMatchObject({ status: 200, body: { externalRef: 'block-1' } });
    expect(await order('block-1', 'UNBLOCK_SIM')).toMatchObject({ status: 409, body: { error: 'REFERENCE_REUSED' } });
    await backoffice.send('DELETE', '/faults');
    expect(await finished('block-1')).toBe('DONE');
    const blocked = await line();
    expect(blocked.sim?.status).toBe('BLOCKED');
    expect(await services(`/provisioning/services?changedAfter=${changeSeq}&limit=1000`)).toContainEqual(blocked);
    await order('unblock-1', 'UNBLOCK_SIM');
    expect(await finished('unblock-1')).toBe('DONE');
    expect((await line()).sim?.status).toBe('ACTIVE');
  });

  it('takes an order back that is not carried out yet, and says when it is too late', async () => {
    await backoffice.send('PUT', '/faults/provisioning.carry-out', { mode: 'hang' });
    await order('taken-back-1', 'BLOCK_SIM');
    const cancel = (ref: string): Promise<Answer> =>
      backoffice.send('POST', `/provisioning/orders/${ref}/cancellation`);
    expect(await cancel('taken-back-1')).toMatchObject({ status: 200, body: { state: 'CANCELLED' } });
    await backoffice.send('DELETE', '/faults');
    await order('roaming-0', 'ROAMING_ON');
    expect(await finished('roaming-0')).toBe('DONE');
    expect(await cancel('roaming-0')).toMatchObject({ status: 200, body: { state: 'DONE' } });
    expect(await stateOf('taken-back-1')).toBe('CANCELLED');
    expect((await line()).sim?.status).toBe('ACTIVE');
    expect((await cancel('unknown')).status).toBe(404);
  });

  it('makes an eSIM with a code to scan and a PUK of its own', async () => {
    const before = await line('S-1002-1');
    await order('esim-1', 'SWITCH_TO_ESIM', 'S-1002-1');
    await finished('esim-1');
    const { sim } = await line('S-1002-1');
    expect(sim).toMatchObject({ type: 'ESIM', status: 'ACTIVE' });
    expect(sim?.iccid).not.toBe(before.sim?.iccid);
    expect((await backoffice.get(`/provisioning/sims/${sim?.iccid ?? ''}/activation`)).body).toEqual({
      iccid: sim?.iccid,
      activationCode: expect.stringMatching(/^LPA:1\$smdp\.mytelco\.example\$[0-9A-F]{32}$/),
    });
    expect((await backoffice.get(`/provisioning/sims/${before.sim?.iccid ?? ''}/puk`)).status).toBe(404);
  });

  it('posts a new card, and the line goes over to it when it has come', async () => {
    const deliverTo = { name: 'Mari Maasikas', street: 'Tamme 5', postcode: '50403', city: 'Tartu' };
    const post = (externalRef: string, change: object = { deliverTo }): Promise<Answer> =>
      backoffice.send('POST', '/provisioning/orders', {
        externalRef,
        serviceNo: 'S-1001-1',
        action: 'REPLACE_SIM',
        ...change,
      });
    const before = await line();
    expect(await post('card-0', {})).toMatchObject({ status: 422, body: { error: 'ADDRESS' } });
    await backoffice.send('PUT', '/faults/provisioning.carry-out', { mode: 'hang' });
    expect(await post('card-1')).toMatchObject({ status: 202, body: { state: 'ACCEPTED' } });
    expect((await line()).sim).toEqual(before.sim);
    await backoffice.send('DELETE', '/faults');
    expect(await finished('card-1')).toBe('DONE');
    const { sim } = await line();
    expect(sim).toMatchObject({ type: 'PLASTIC', status: 'ACTIVE' });
    expect(sim?.iccid).not.toBe(before.sim?.iccid);
  });

  it('switches roaming', async () => {
    const to = (await line()).roaming === 'ON' ? 'OFF' : 'ON';
    await order('roaming-1', `ROAMING_${to}`);
    await finished('roaming-1');
    expect((await line()).roaming).toBe(to);
  });

  it('refuses what cannot be done', async () => {
    expect(await order('x-1', 'BLOCK_SIM', 'S-1001-1-D')).toMatchObject({ status: 422, body: { error: 'NO_SIM' } });
    expect(await order('x-2', 'BLOCK_SIM', 'S-1')).toMatchObject({ status: 404 });
    expect(await order('x-3', 'EXPLODE')).toMatchObject({ status: 400 });
    expect((await backoffice.get('/provisioning/orders/x-1')).status).toBe(404);
    expect((await backoffice.get('/provisioning/customers/C-1/services')).body).toEqual({ items: [] });
  });

  it('rejects an order for a service that ended meanwhile', async () => {
    await backoffice.send('PUT', '/faults/provisioning.*', { mode: 'latency', latencyMs: 0 });
    await order('late-1', 'BLOCK_SIM', 'S-1003-1');
    await backoffice.db.query(`UPDATE service SET status = 'ENDED' WHERE service_no = 'S-1003-1'`);
    await backoffice.send('DELETE', '/faults');
    expect(await finished('late-1')).toBe('REJECTED');
    expect((await line('S-1003-1')).sim?.status).toBe('ACTIVE');
  });
});
