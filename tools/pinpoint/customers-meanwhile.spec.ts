import { describe, expect, it } from '@jest/globals';
import type { Somebody } from '../stack/somebody.ts';
import { whoStays } from './customers-meanwhile.ts';

const person = (no: number, onNew: string[], onOld: string[] = []): Somebody => ({
  customerNo: `C-${no}`,
  email: `c-${no}@example.com`,
  onNew,
  onOld,
});

describe('customers who come while something is broken', () => {
  it('are on both sides, most of them where most is to be broken', () => {
    const people = Array.from({ length: 40 }, (_, no) =>
      no % 2 === 0 ? person(no, ['invoices']) : person(no, [], ['invoices']),
    );
    const staying = whoStays(people);
    expect(staying).toHaveLength(12);
    expect(staying.filter((email) => Number(/\d+/.exec(email)?.[0]) % 2 === 0)).toHaveLength(9);
  });

  it('are all there are, each once, where there are few', () => {
    expect(whoStays([person(1, []), person(2, ['usage'])])).toEqual(['c-2@example.com', 'c-1@example.com']);
  });
});
