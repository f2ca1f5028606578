import { describe, expect, it } from '@jest/globals';
import { ForbiddenError } from './auth.errors.ts';
import type { Customer } from './caller.ts';
import { assertOwned } from './ownership.ts';

const customer: Customer = {
  kind: 'customer',
  id: 'C-1001',
  sessionId: undefined,
  email: undefined,
  name: undefined,
  locale: undefined,
  scopes: new Set(),
};
const ownerOf = (row: { owner: string | null }): string | null => row.owner;

describe('assertOwned', () => {
  it('gives the rows when all are the customer’s', () => {
    const rows = [{ owner: 'C-1001' }, { owner: 'C-1001' }];
    expect(assertOwned(customer, rows, ownerOf)).toBe(rows);
    expect(assertOwned(customer, [], ownerOf)).toEqual([]);
  });

  it.each(['C-1002', 'c-1001', '', null])('gives none when one is of %j', (owner) => {
    expect(() => assertOwned(customer, [{ owner: 'C-1001' }, { owner }], ownerOf)).toThrow(ForbiddenError);
  });
});
