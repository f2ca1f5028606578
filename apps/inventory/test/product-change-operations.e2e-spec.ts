import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { line } from './fakes/services.ts';
import { type Answer, changes, type Inventory, operationsToken, products, startInventory } from './start-inventory.ts';

jest.setTimeout(60_000);

const script = join(import.meta.dirname, '../../../tools/changes/changes.ts');
const execute = promisify(execFile);

interface Change {
  id: string;
  state: string;
  statusReason?: string;
}

describe('changes that need a person', () => {
  let inventory: Inventory;
  let tests = 0;
  let customer: string;
  let product: string;

  beforeAll(async () => {
    inventory = await startInventory([], { CHANGE_ATTENTION_AFTER_MS: '1' });
  });
  beforeEach(async () => {
    tests += 1;
    [customer, product] = [`C-${tests}`, `S-${tests}-1`];
    const iccid = `89372500000100000${String(tests).padStart(2, '0')}`;
    inventory.provisioning.put(
      line({ serviceNo: product, customerNo: customer, sim: { iccid, type: 'PLASTIC', status: 'ACTIVE' } }),
    );
    await inventory.sync();
  });
  afterEach(() => {
    inventory.provisioning.heal();
  });
  afterAll(() => inventory.stop());

  const order = async (action: string, key: string): Promise<string> =>
    (await inventory.change<Change>(customer, action, product, `${customer}-${key}`)).body.id;
  const comesTo = (id: string, state: string): Promise<Change> =>
    eventually(
      async () => {
        const { body } = await inventory.as<Change>(customer, `${changes}/${id}`);
        expect(body.state).toBe(state);
        return body;
      },
      { timeoutMs: 30_000 },
    );
  /** Ordered, and provisioning takes longer than it may. */
  const waiting = async (action = 'blockSim'): Promise<string> => {
    const id = await order(action, 'waiting');
    await comesTo(id, 'needsAttention');
    return id;
  };
  const statusOf = async (): Promise<string> =>
    (await inventory.as<{ status: string }>(customer, `${products}/${product}`)).body.status;
  const decide = (id: string, action: string, body: object): ReturnType<Inventory['operate']> =>
    inventory.operate(`product-changes/${id}/${action}`, body);

  it('are listed with what is known and what can be decided', async () => {
    const id = await waiting();
    const { body } = await inventory.operate<{ items: object[] }>(`product-changes?customer=${customer}`);
    expect(body).toMatchObject({
      total: 1,
      items: [
        {
          id,
          customerId: customer,
          productId: product,
          action: 'blockSim',
          state: 'needsAttention',
          reason: 'takesTooLong',
          actions: ['retry', 'mark-done', 'give-up'],
        },
      ],
    });
  });

  it('are asked of provisioning again when an operator says so, and ordered once all the same', async () => {
    const id = await waiting();
    inventory.provisioning.carryOut();
    expect(await decide(id, 'retry', { reason: 'provisioning is mended' })).toMatchObject({
      body: {
        history: [
          {
            productChangeId: id,
            action: 'retry',
            operator: 'break-glass (jane)',
            reason: 'provisioning is mended',
            problem: 'takesTooLong',
            ledTo: 'pending',
          },
        ],
      },
    });
    await comesTo(id, 'done');
    expect(await statusOf()).toBe('suspended');
    expect([...inventory.provisioning.orders.values()].filter(({ serviceNo }) => serviceNo === product)).toHaveLength(
      1,
    );
  });

  it('are not carried on beside another that was ordered meanwhile', async () => {
    const id = await waiting();
    inventory.provisioning.hang();
    const next = await order('roamingOff', 'next');
    expect(await decide(id, 'retry', { reason: 'again' })).toMatchObject({
      status: 409,
      body: { code: 'PRODUCT_CHANGE.IN_PROGRESS' },
    });
    inventory.provisioning.heal();
    await comesTo(next, 'needsAttention');
    expect((await decide(id, 'retry', { reason: 'again' })).status).toBe(200);
  });

  it('are marked as done, and the product is shown as provisioning has it then', async () => {
    const id = await waiting();
    inventory.provisioning.put(
      line({
        serviceNo: product,
        customerNo: customer,
        sim: { iccid: '8937250000010000900', type: 'PLASTIC', status: 'BLOCKED' },
      }),
    );
    const done = { reason: 'blocked by hand', orderReference: 'NOC-7' };
    expect(await decide(id, 'mark-done', done)).toMatchObject({
      body: { state: 'done', history: [{ details: { orderReference: 'NOC-7' } }] },
    });
    expect(await comesTo(id, 'done')).not.toHaveProperty('statusReason');
    expect(await statusOf()).toBe('suspended');
  });

  it('are given up once provisioning has taken the order back, and will not be carried out any more', async () => {
    const id = await waiting();
    expect((await decide(id, 'give-up', { reason: 'the customer found the phone' })).status).toBe(200);
    expect(await comesTo(id, 'terminatedWithError')).toMatchObject({ statusReason: 'givenUp' });
    inventory.provisioning.carryOut();
    expect(inventory.provisioning.orders.get(id)).toMatchObject({ state: 'CANCELLED' });
    await inventory.sync();
    expect(await statusOf()).toBe('active');
  });

  it('are not given up when provisioning has carried them out after all', async () => {
    const id = await waiting();
    inventory.provisioning.carryOut();
    expect(await decide(id, 'give-up', { reason: 'the customer called' })).toMatchObject({
      status: 409,
      body: { code: 'PRODUCT_CHANGE.CARRIED_OUT' },
    });
    expect((await inventory.operate<Change>(`product-changes/${id}`)).body.state).toBe('needsAttention');
  });

  it('are given up without provisioning only by somebody who stands for it', async () => {
    const id = await waiting();
    inventory.provisioning.hang();
    const reason = 'the customer called';
    expect((await decide(id, 'give-up', { reason })).status).toBe(503);
    expect((await decide(id, 'give-up', { reason, cancellationReference: 'NOC-8' })).status).toBe(200);
  });

  it('are not those of a SIM card, which is posted: it has more time', async () => {
    const deliveryAddress = { name: 'Mari Maasikas', street: 'Tamme 5', postcode: '50403', city: 'Tartu' };
    const { body } = await inventory.change<Change>(customer, 'replaceSim', product, `${customer}-card`, {
      deliveryAddress,
    });
    await comesTo(body.id, 'inProgress');
    await expect(inventory.carry(body.id)).rejects.toThrow('not carried the order out yet');
    await comesTo(body.id, 'inProgress');
  });

  it('are shown and decided from a terminal', async () => {
    const id = await waiting();
    const run = async (...args: string[]): Promise<string> => {
      const env = { CHANGES_TOKEN: operationsToken, CHANGES_URL: inventory.service.managementUrl };
      const options = ['--disable-warning=ExperimentalWarning', script, ...args, '--as', 'jane'];
      return (await execute(process.execPath, options, { env })).stdout;
    };
    expect(await run('list')).toMatch(new RegExp(`^${id} +${customer} +${product} +blockSim +needsAttention`, 'm'));
    const decided = await run('mark-done', id, '--order', 'NOC-7', '--reason', 'blocked by hand');
    expect(decided).toMatch(/^state +done since /m);
    expect(decided).toMatch(/^provisioning has the order since /m);
    expect(decided).toMatch(/mark-done NOC-7 +takesTooLong → done +break-glass \(jane\) +blocked by hand/);
  });

  it('are decided once, with an audit that nobody can change, by operators alone', async () => {
    const id = await waiting();
    const reason = 'the customer called';
    await decide(id, 'give-up', { reason });
    expect((await decide(id, 'give-up', { reason })).status).toBe(200);
    expect(await decide(id, 'mark-done', { reason })).toMatchObject({
      status: 409,
      body: { code: 'PRODUCT_CHANGE.NEEDS_NO_ATTENTION' },
    });
    const audit = await inventory.operate<{ items: object[] }>(`product-change-resolutions?productChange=${id}`);
    expect(audit.body.items).toMatchObject([{ productChangeId: id, action: 'give-up', ledTo: 'failed', reason }]);
    const change = inventory.service.dataSource.query(`update product_change_resolution set reason = ''`);
    await expect(change).rejects.toThrow(/append-only|permission denied/);
    const asked: Answer = await inventory.as(customer, '/operations/v1/product-changes');
    expect(asked.status).toBe(404);
    expect((await fetch(`${inventory.service.managementUrl}/operations/v1/product-changes`)).status).toBe(401);
  });
});
