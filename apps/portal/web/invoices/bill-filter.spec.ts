import { describe, expect, it } from '@jest/globals';
import { filterOf, isFiltered, queryOf } from './bill-filter.ts';

const filter = (query: string): ReturnType<typeof filterOf> => filterOf(new URLSearchParams(query));

describe('the filter of bills', () => {
  it('shows all of them unless something is chosen', () => {
    expect(queryOf(filter(''))).toEqual({});
    expect(isFiltered(filter(''))).toBe(false);
  });

  it('takes a year from its first day to its last', () => {
    expect(queryOf(filter('year=2025'))).toEqual({ 'billDate.gte': '2025-01-01', 'billDate.lt': '2026-01-01' });
  });

  it('counts as unpaid whatever is not settled', () => {
    expect(queryOf(filter('state=unpaid'))).toEqual({ 'state.ne': 'settled' });
    expect(queryOf(filter('state=paid'))).toEqual({ state: 'settled' });
  });

  it('leaves out what an address says that makes no sense', () => {
    expect(isFiltered(filter('year=20x5&state=<b>'))).toBe(false);
  });
});
