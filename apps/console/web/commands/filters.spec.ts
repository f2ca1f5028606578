import { describe, expect, it } from '@jest/globals';
import { payments } from '../payments/payments.tsx';
import { filtersOf, queryOf } from './filters.ts';

describe('the filters of commands', () => {
  it('stand in the address as the operations API names them', () => {
    const filters = { state: 'pending', bill: '', customer: 'C-1001' };
    expect(queryOf(filters).toString()).toBe('state=pending&customer=C-1001');
    expect(filtersOf(payments, queryOf(filters))).toEqual(filters);
  });

  it('leave out a state that there is not', () => {
    expect(filtersOf(payments, new URLSearchParams('state=lost'))['state']).toBe('');
  });
});
