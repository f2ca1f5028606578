import { Socket } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { faultSchema, Faults } from './faults.ts';

const socket = new Socket();

async function strikes(faults: Faults, calls: number): Promise<number> {
  let hit = 0;
  for (let call = 0; call < calls; call += 1) {
    const outcome = await faults.strike('crm.get-customer', 'before', socket);
    if (outcome.kind === 'answer') hit += 1;
  }
  return hit;
}

describe('Faults', () => {
  it.each([
    [1, 10],
    [0.5, 5],
    [0.3, 3],
  ])('with a share of %d hits exactly that part of the calls', async (share, expected) => {
    const faults = new Faults();
    faults.set('crm.get-customer', faultSchema.parse({ mode: 'error', share }));
    expect(await strikes(faults, 10)).toBe(expected);
  });

  it('leaves other systems alone when a whole one is hit', async () => {
    const faults = new Faults();
    faults.set('crm.*', faultSchema.parse({ mode: 'error', status: 502 }));
    expect(await faults.strike('crm.list-customers', 'before', socket)).toMatchObject({ status: 502 });
    expect(await faults.strike('billing-engine.settle', 'before', socket)).toEqual({ kind: 'proceed' });
  });

  describe('with a duration', () => {
    afterEach(() => {
      jest.useRealTimers();
    });

    it('heals by itself, and not what was set in its place meanwhile', async () => {
      jest.useFakeTimers();
      const faults = new Faults();
      faults.set('crm.*', faultSchema.parse({ mode: 'error', forMs: 1_000 }));
      expect(await strikes(faults, 2)).toBe(2);
      jest.advanceTimersByTime(1_000);
      expect(faults.list()).toEqual({});

      faults.set('crm.*', faultSchema.parse({ mode: 'error', forMs: 1_000 }));
      faults.set('crm.*', faultSchema.parse({ mode: 'error' }));
      jest.advanceTimersByTime(1_000);
      expect(await strikes(faults, 2)).toBe(2);
    });
  });

  it('prefers the operation over its system', async () => {
    const faults = new Faults();
    faults.set('crm.*', faultSchema.parse({ mode: 'error', status: 502 }));
    faults.set('crm.get-customer', faultSchema.parse({ mode: 'error', status: 504 }));
    expect(await faults.strike('crm.get-customer', 'before', socket)).toMatchObject({ status: 504 });
  });
});
