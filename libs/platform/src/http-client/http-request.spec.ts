import { describe, expect, it } from '@jest/globals';
import { isIdempotent, targetOf } from './http-request.ts';

describe('targetOf', () => {
  it('puts the base path in front and leaves undefined values out', () => {
    const query = { limit: 500, state: undefined, id: ['A 1', 'B&2'], open: true };
    expect(targetOf('/engine', { path: '/invoices', query })).toBe(
      '/engine/invoices?limit=500&id=A+1&id=B%262&open=true',
    );
  });

  it('adds no question mark without a query', () => {
    expect(targetOf('', { path: '/invoices', query: { state: undefined } })).toBe('/invoices');
  });
});

describe('isIdempotent', () => {
  it('follows the method unless the call says otherwise', () => {
    expect(isIdempotent({ method: 'GET' })).toBe(true);
    expect(isIdempotent({ method: 'POST' })).toBe(false);
    expect(isIdempotent({ method: 'POST', idempotent: true })).toBe(true);
    expect(isIdempotent({ method: 'PUT', idempotent: false })).toBe(false);
  });
});
