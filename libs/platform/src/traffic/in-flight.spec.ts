import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InFlight } from './in-flight.ts';

const things = (count: number): { name: number; slot: number }[] =>
  Array.from({ length: count }, (_, name) => ({ name, slot: -1 }));

describe('InFlight', () => {
  it('holds what was added and not taken out, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 100 }), (turns) => {
        const all = things(10);
        const expected = new Set<object>();
        const inFlight = new InFlight();
        for (const turn of turns) {
          const thing = all[turn];
          if (thing === undefined) continue;
          if (expected.delete(thing)) {
            inFlight.delete(thing);
          } else {
            expected.add(thing);
            inFlight.add(thing);
          }
        }
        expect(new Set(inFlight)).toEqual(expected);
        expect(inFlight.size).toBe(expected.size);
      }),
    );
  });

  it('is not disturbed by somebody leaving twice', () => {
    const [one, other] = things(2);
    if (one === undefined || other === undefined) throw new Error('there are two');
    const inFlight = new InFlight();
    inFlight.add(one);
    inFlight.add(other);

    inFlight.delete(one);
    inFlight.delete(one);

    expect([...inFlight]).toEqual([other]);
  });
});
