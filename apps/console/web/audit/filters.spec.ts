import { describe, expect, it } from '@jest/globals';
import { addressOf, filtersOf, queryOf } from './filters.ts';

const none = { capability: '', action: '', who: '', since: '', until: '' };

describe('the filters of the audit', () => {
  it('stand in the address, so that a page can be sent to somebody', () => {
    const filters = { ...none, capability: 'invoices', who: 'guardrail', since: '2026-11-22T03:00' };
    expect(filtersOf(addressOf(filters))).toEqual(filters);
    expect(addressOf(none).toString()).toBe('');
  });

  it('ask for everybody of a kind, or for a part of a name', () => {
    expect(queryOf({ ...none, who: 'guardrail' }).toString()).toBe('origin=guardrail');
    expect(queryOf({ ...none, who: 'ol' }).toString()).toBe('actor=ol');
  });

  it('take times as the operator’s own, and leave out what is none', () => {
    const query = queryOf({ ...none, since: '2026-11-22T03:00', until: 'yesterday' });
    expect(query.get('since')).toBe(new Date(2026, 10, 22, 3).toISOString());
    expect(query.has('until')).toBe(false);
  });
});
