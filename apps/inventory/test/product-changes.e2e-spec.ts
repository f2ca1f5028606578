import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { device, line } from './fakes/services.ts';
import { type Answer, changes, type Inventory, products, startInventory } from './start-inventory.ts';

jest.setTimeout(60_000);

interface Change {
  id: string;
  state: string;
  statusReason?: string;
}

describe('a change of a product', () => {
  let inventory: Inventory;
  let tests = 0;
  /** Each test has a customer and a line of its own, so that they can share the service. */
  let customer: string;
  let product: string;

  beforeAll(async () => {
    inventory = await startInventory([]);
  });
  beforeEach(async () => {
    tests += 1;
    customer = `C-${tests}`;
    product = `S-${tests}-1`;
    const sim = {
      iccid: `89372500000100000${String(tests).padStart(2, '0')}`,
      type: 'PLASTIC',
      status: 'ACTIVE',
    } as const;
    inventory.provisioning.put(line({ serviceNo: product, customerNo: customer, sim }));
    await inventory.sync();
  });
  afterEach(() => {
    inventory.provisioning.heal();
  });
  afterAll(() => inventory.stop());

  const order = (action: string, key: string): Promise<Answer<Change>> =>
    inventory.change<Change>(customer, action, product, key);
  const stateOf = async (id: string): Promise<Change> =>
    (await inventory.as<Change>(customer, `${changes}/${id}`)).body;
  const becomes = (id: string, state: string): Promise<Change> =>
    eventually(
      async () => {
        const change = await stateOf(id);
        expect(change.state).toBe(state);
        return change;
      },
      { timeoutMs: 30_000 },
    );
  const productState = async (): Promise<unknown> =>
    (await inventory.as<{ status: string }>(customer, `${products}/${product}`)).body.status;
  const events = (id: string): Promise<{ type: string; state: string }[]> =>
    inventory.service.dataSource.query(
      `select type, payload->'event'->'productChange'->>'state' as state from outbox where aggregateid = $1 order by position`,
      [id],
    );

  it('blocks a SIM, which is shown when provisioning says so and not before', async () => {
    const ordered = await order('blockSim', 'block-1');
    expect(ordered.status).toBe(202);
    expect(ordered.headers.get('location')).toBe(`${changes}/${ordered.body.id}`);
    expect(ordered.body).toMatchObject({ action: 'blockSim', state: 'acknowledged', product: { id: product } });
    await becomes(ordered.body.id, 'inProgress');
    expect(await productState()).toBe('active');
    inventory.provisioning.carryOut();
    await becomes(ordered.body.id, 'done');
    expect(await productState()).toBe('suspended');
    expect(await events(ordered.body.id)).toEqual([
      { type: 'ProductChangeCreateEvent', state: 'acknowledged' },
      { type: 'ProductChangeStateChangeEvent', state: 'inProgress' },
      { type: 'ProductChangeStateChangeEvent', state: 'done' },
    ]);
  });

  it('is ordered once, however often it is sent and whatever is lost on the way', async () => {
    let lost = 0;
    inventory.provisioning.intercept('order', (perform, reply, drop) => {
      const answer = perform();
      lost += 1;
      if (lost <= 2) drop();
      else reply(answer);
    });
    // The second may find the first still at work, and is told so; what is certain is that there is one.
    await Promise.all([order('roamingOff', 'once-1'), order('roamingOff', 'once-1')]);
    const { body } = await order('roamingOff', 'once-1');
    await becomes(body.id, 'inProgress');
    inventory.provisioning.carryOut();
    await becomes(body.id, 'done');
    expect((await order('roamingOff', 'once-1')).headers.get('idempotent-replayed')).toBe('true');
    expect([...inventory.provisioning.orders.values()].filter(({ serviceNo }) => serviceNo === product)).toHaveLength(
      1,
    );
  });

  it('waits until provisioning answers again', async () => {
    inventory.provisioning.hang();
    const { body } = await order('blockSim', 'hung-1');
    expect(await stateOf(body.id)).toMatchObject({ state: 'acknowledged' });
    inventory.provisioning.heal();
    await becomes(body.id, 'inProgress');
    inventory.provisioning.carryOut();
    await becomes(body.id, 'done');
  });

  it('is one at a time for a product', async () => {
    await order('blockSim', 'first-1');
    expect(await order('roamingOff', 'second-1')).toMatchObject({
      status: 409,
      body: { code: 'PRODUCT_CHANGE.IN_PROGRESS' },
    });
  });

  describe('to a new SIM card', () => {
    const address = { name: 'Mari Maasikas', street: 'Tamme 5', postcode: '50403', city: 'Tartu' };
    const orderCard = (key: string, more: object = { deliveryAddress: address }): Promise<Answer<Change>> =>
      inventory.change<Change>(customer, 'replaceSim', product, key, more);
    const simNumber = async (): Promise<unknown> =>
      (await inventory.as<{ productSerialNumber: string }>(customer, `${products}/${product}`)).body
        .productSerialNumber;

    it('has it posted, and the old one stays until provisioning says that the new one is active', async () => {
      const before = await simNumber();
      const { status, body } = await orderCard('card-1');
      expect([status, body.state]).toEqual([202, 'acknowledged']);
      await becomes(body.id, 'inProgress');
      expect(inventory.provisioning.orders.get(body.id)).toMatchObject({ action: 'REPLACE_SIM', deliverTo: address });
      expect(await simNumber()).toBe(before);
      inventory.provisioning.carryOut();
      await becomes(body.id, 'done');
      expect(await simNumber()).not.toBe(before);
    });

    it('keeps the address to itself, and no longer than it is needed', async () => {
      const { body } = await orderCard('card-2');
      const kept = (): Promise<unknown[]> =>
        inventory.service.dataSource.query(`select deliver_to from product_change where id = $1`, [body.id]);
      expect(await kept()).toEqual([{ deliver_to: address }]);
      const told = await inventory.service.dataSource.query<unknown[]>(
        `select payload::text as text from outbox where aggregateid = $1`,
        [body.id],
      );
      const shown = [told, await stateOf(body.id), (await inventory.operate(`product-changes/${body.id}`)).body];
      expect(JSON.stringify([...shown, inventory.service.logs])).not.toContain('Tamme');
      await becomes(body.id, 'inProgress');
      inventory.provisioning.carryOut();
      await becomes(body.id, 'done');
      expect(await kept()).toEqual([{ deliver_to: null }]);
    });

    it('leaves a lost SIM to be blocked meanwhile, but no second one to be ordered', async () => {
      const { body } = await orderCard('card-3');
      await becomes(body.id, 'inProgress');
      expect(await inventory.change(customer, 'switchToEsim', product, 'esim-3')).toMatchObject({
        status: 409,
        body: { code: 'PRODUCT_CHANGE.IN_PROGRESS' },
      });
      expect((await order('blockSim', 'lost-3')).status).toBe(202);
    });

    it.each([
      ['no address', {}],
      ['half of one', { deliveryAddress: { name: 'Mari Maasikas' } }],
      ['one of two lines', { deliveryAddress: { ...address, street: 'Tamme\n5' } }],
    ])('is refused with %s', async (_what, more) => {
      expect(await orderCard('card-4', more)).toMatchObject({ status: 400 });
    });
  });

  it('ends with the reason when provisioning will not', async () => {
    const { body } = await order('blockSim', 'rejected-1');
    await becomes(body.id, 'inProgress');
    inventory.provisioning.reject('SERVICE_ENDED');
    expect(await becomes(body.id, 'terminatedWithError')).toMatchObject({ statusReason: 'SERVICE_ENDED' });
    expect(await productState()).toBe('active');
    expect((await order('blockSim', 'rejected-2')).status).toBe(202);
  });

  it('needs a person when it takes too long, and is not called done', async () => {
    const slow = await startInventory([line()], { CHANGE_ATTENTION_AFTER_MS: '1' });
    try {
      await slow.sync();
      const { body } = await slow.change<Change>('C-1001', 'blockSim', 'S-1001-1', 'slow-1');
      await slow.carry(body.id);
      const { body: change } = await slow.as<Change>('C-1001', `${changes}/${body.id}`);
      expect(change).toMatchObject({ state: 'needsAttention', statusReason: 'takesTooLong' });
      expect((await slow.change('C-1001', 'blockSim', 'S-1001-1', 'slow-2')).status).toBe(202);
    } finally {
      await slow.stop();
    }
  });

  it('is refused where there is nothing to change, or nobody may', async () => {
    inventory.provisioning.put(device({ serviceNo: `${product}-D`, customerNo: customer }));
    const ended = { status: 'ENDED', ended: '2026-10-31' } as const;
    inventory.provisioning.put(
      line({ serviceNo: `${product}-E`, customerNo: customer, sim: null, roaming: null, ...ended }),
    );
    await inventory.sync();
    const refusal = (id: string, key: string): Promise<Answer<{ code: string }>> =>
      inventory.change(customer, 'blockSim', id, key);
    expect(await refusal(`${product}-D`, 'no-1')).toMatchObject({ status: 422, body: { code: 'PRODUCT.HAS_NO_SIM' } });
    expect(await refusal(`${product}-E`, 'no-2')).toMatchObject({ status: 409, body: { code: 'PRODUCT.TERMINATED' } });
    expect(await refusal('S-1-1', 'no-3')).toMatchObject({ status: 404, body: { code: 'PRODUCT.NOT_FOUND' } });
    expect((await order('explode', 'no-4')).status).toBe(400);
    expect((await inventory.as('C-1', `${changes}?product.id=${product}`)).body).toEqual([]);
  });
});
