import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, ListenerFake } from '@wellspring/testing';
import { hubScope } from '@wellspring/tmf';
import { nonconformities } from '@wellspring/tmf/conformance';
import { device, line } from './fakes/services.ts';
import { type Inventory, startInventory } from './start-inventory.ts';

// Hundreds of questions, one after the other.
jest.setTimeout(300_000);

const base = '/tmf-api/productInventory/v4';

/** What TM Forum's definitions call mandatory, where a resource is told (v4). `ProductChange` is ours. */
const mandatory = {
  Product: ['name', 'status', 'startDate', 'productOffering', 'productPrice', 'productCharacteristic', 'relatedParty'],
  ProductChange: ['action', 'state', 'creationDate', 'product'],
};

describe('inventory, in the manner of the conformance kits', () => {
  let inventory: Inventory;
  let listener: ListenerFake;

  beforeAll(async () => {
    listener = await ListenerFake.start();
    const ended = { status: 'ENDED', ended: '2026-10-31', sim: null, roaming: null } as const;
    inventory = await startInventory(
      [line(), device(), line({ serviceNo: 'S-1001-2', type: 'TV', product: 'TV package', number: null, ...ended })],
      { HUB_CALLBACKS: listener.url, OUTBOX_POLL_INTERVAL_MS: '50' },
    );
    await inventory.sync();
  });

  afterAll(async () => {
    await inventory.stop();
    await listener.stop();
  });

  it('has a hub, and tells of what was ordered', async () => {
    const token = await inventory.service.machineToken('crm', `${hubScope} productInventory:read`);
    const registered = await fetch(`${inventory.service.url}${base}/hub`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ callback: listener.url, query: 'eventType=ProductChangeCreateEvent' }),
    });
    expect(registered.status).toBe(201);
    const { body } = await inventory.change<{ id: string }>('C-1001', 'roamingOff', 'S-1001-1', 'key-1');
    await eventually(() => {
      expect(listener.of(body.id)).toEqual(['ProductChangeCreateEvent']);
    });
  });

  it('answers as TMF630 says', async () => {
    const get = (path: string): ReturnType<Inventory['as']> => inventory.as('C-1001', path);
    expect(await nonconformities({ base, get, mandatory })).toEqual([]);
  });
});
