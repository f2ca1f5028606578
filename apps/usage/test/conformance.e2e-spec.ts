import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, ListenerFake } from '@wellspring/testing';
import { hubScope } from '@wellspring/tmf';
import { nonconformities } from '@wellspring/tmf/conformance';
import { account, limitChanges, record, startUsage, thisMonth, type Usage } from './start-usage.ts';

// Hundreds of questions, one after the other.
jest.setTimeout(300_000);

/** What TM Forum's definitions call mandatory, where a resource is told (v4). The days and the changes are ours. */
const mandatory = {
  Usage: ['usageDate', 'usageType', 'status', 'usageCharacteristic', 'ratedProductUsage', 'relatedParty'],
  UsageDay: ['date', 'usageType', 'amount', 'units', 'charge', 'product'],
  QueryUsageConsumption: ['queryUsageConsumptionDate', 'usageConsumption', 'relatedParty'],
  SpendingLimitChange: ['limit', 'state', 'creationDate', 'statusDate'],
};

describe('usage, in the manner of the conformance kits', () => {
  let usage: Usage;
  let listener: ListenerFake;

  beforeAll(async () => {
    listener = await ListenerFake.start();
    usage = await startUsage({ HUB_CALLBACKS: listener.url, OUTBOX_POLL_INTERVAL_MS: '50' });
    usage.rating.put(account());
    usage.rating.rate(record('D-1', { quantity: 1_200 }));
    usage.rating.rate(record('V-1', { kind: 'VOICE', quantity: 65, startedAt: thisMonth(2) }));
    usage.rating.rate(record('P-1', { kind: 'MESSAGE', zone: 'PREMIUM', quantity: 1, charge: '1.50' }));
    await usage.sync();
    const { body } = await usage.changeLimit<{ id: string }>('C-1001', 30, 'key-1');
    await eventually(async () => {
      const change = await usage.as<{ state: string }>('C-1001', `${limitChanges}/${body.id}`);
      expect(change.body.state).toBe('done');
    });
  });

  afterAll(async () => {
    await usage.stop();
    await listener.stop();
  });

  it.each(['usageManagement', 'usageConsumption'])('answers as TMF630 says: %s', async (api) => {
    const get = (path: string): ReturnType<typeof usage.as> => usage.as('C-1001', path);
    const momentary = ['queryUsageConsumptionDate'];
    expect(await nonconformities({ base: `/tmf-api/${api}/v4`, get, mandatory, momentary })).toEqual([]);
  });

  it('has a hub, and tells of a limit that is reached', async () => {
    const token = await usage.service.machineToken('crm', `${hubScope} usageManagement:read`);
    const registered = await fetch(`${usage.service.url}/tmf-api/usageManagement/v4/hub`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ callback: listener.url, query: 'eventType=UsageThresholdReachedEvent' }),
    });
    expect(registered.status).toBe(201);
    usage.rating.rate(record('D-2', { quantity: 3_000 }));
    await usage.sync();
    await eventually(() => {
      expect(listener.told.map(({ body: { eventType, event } }) => [eventType, event['usageThreshold']])).toEqual([
        ['UsageThresholdReachedEvent', expect.objectContaining({ subject: 'S-1001-1/data/home', percent: 80 })],
      ]);
    });
  });
});
