import { describe, expect, it } from '@jest/globals';
import { BatchesInOrder } from './batches-in-order.ts';

describe('batches in order', () => {
  const told: string[] = [];
  const confirm =
    (name: string, answer = true) =>
    (): Promise<boolean> => {
      told.push(name);
      return Promise.resolve(answer);
    };

  it('are stored side by side and confirmed in their order', async () => {
    told.length = 0;
    const batches = new BatchesInOrder(3);
    const first = Promise.withResolvers<undefined>();
    await batches.add({ stored: first.promise, confirm: confirm('first') });
    await batches.add({ stored: Promise.resolve(), confirm: confirm('second') });
    expect(told).toEqual([]);
    first.resolve(undefined);
    expect(await batches.end()).toBe(true);
    expect(told).toEqual(['first', 'second']);
  });

  it('wait when there are as many as may be', async () => {
    const batches = new BatchesInOrder(2);
    const first = Promise.withResolvers<undefined>();
    await batches.add({ stored: first.promise, confirm: confirm('first') });
    let isAdded = false;
    const added = batches.add({ stored: Promise.resolve(), confirm: confirm('second') }).then(() => {
      isAdded = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAdded).toBe(false);
    first.resolve(undefined);
    await added;
  });

  it('are not confirmed behind one that failed, nor behind somebody who is ahead', async () => {
    told.length = 0;
    const failing = new BatchesInOrder(5);
    await failing.add({ stored: Promise.resolve(), confirm: confirm('first') });
    await failing.add({ stored: Promise.reject(new Error('disk full')), confirm: confirm('second') });
    await failing.add({ stored: Promise.resolve(), confirm: confirm('third') });
    await expect(failing.end()).rejects.toThrow('disk full');
    expect(told).toEqual(['first']);

    const overtaken = new BatchesInOrder(1);
    expect(await overtaken.add({ stored: Promise.resolve(), confirm: confirm('fourth', false) })).toBe(false);
    expect(await overtaken.add({ stored: Promise.resolve(), confirm: confirm('fifth') })).toBe(false);
    expect(told).toEqual(['first', 'fourth']);
  });
});
