import { describe, expect, it } from '@jest/globals';
import { compareItems, lookUp } from './compare.ts';

const first = { no: 'INV-1', amount: '49.90', status: 'open' };
const second = { no: 'INV-2', amount: '12.00', status: 'paid' };

describe('compareItems', () => {
  it('finds equal items equal in whatever order', () => {
    const { equal, different } = compareItems('no', [first, second], [second, first]);
    expect(different).toEqual([]);
    expect(equal).toHaveLength(6);
  });

  it('names the fact that differs, with both values', () => {
    expect(compareItems('no', [first], [{ ...first, amount: '49.99' }]).different).toEqual([
      { item: 'INV-1', fact: 'amount', legacy: '49.90', new: '49.99' },
    ]);
  });

  it('finds an item that only one side has, and compares nothing else of it', () => {
    const { equal, different } = compareItems('no', [first, second], [first]);
    expect(different).toEqual([{ item: 'INV-2', fact: 'item', legacy: 'present', new: null }]);
    expect(equal.every(({ item }) => item === 'INV-1')).toBe(true);
  });

  it('does not take two unreadable values for the same', () => {
    const broken = { ...first, amount: { unreadable: 'money' } };
    expect(compareItems('no', [broken], [broken]).different.map(({ fact }) => fact)).toEqual(['amount']);
  });

  it('tells items apart that share a key, and copes with none', () => {
    const { different } = compareItems('no', [first, second, first], [first, second]);
    expect(different).toEqual([{ item: 'INV-1 (2)', fact: 'item', legacy: 'present', new: null }]);
    expect(compareItems('no', [{ no: null, a: '1' }], [{ no: null, a: '1' }]).different).toEqual([]);
  });

  it('looks a fact up in another answer', () => {
    const [fact] = compareItems('no', [first], [{ ...first, amount: '1.00' }]).different;
    if (fact === undefined) throw new Error('no difference');
    expect(lookUp('no', [second, { ...first, amount: '2.00' }], fact)).toBe('2.00');
    expect(lookUp('no', [], fact)).toBeNull();
    expect(lookUp('no', [first], { ...fact, fact: 'item' })).toBe('present');
  });
});
