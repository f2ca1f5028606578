import { describe, expect, it } from '@jest/globals';
import { filtersOf, queryOf } from './filters.ts';

describe('the filters of payments', () => {
  it('stand in the address as the operations API names them', () => {
    const filters = { state: 'pending', bill: '', customer: 'C-1001' } as const;
    expect(queryOf(filters).toString()).toBe('state=pending&customer=C-1001');
    expect(filtersOf(queryOf(filters))).toEqual(filters);
  });

  it('leave out a state that there is not', () => {
    expect(filtersOf(new URLSearchParams('state=lost')).state).toBe('');
  });
});
