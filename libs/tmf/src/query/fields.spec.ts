import { describe, expect, it } from '@jest/globals';
import { parseFields, selectFields } from './fields.ts';

const fields = ['id', 'href', 'state', 'period', 'period.startDateTime', 'digger', 'digger.name'];
const well = {
  id: '1',
  href: '/well/1',
  state: 'dry',
  period: { startDateTime: 'then', endDateTime: 'now' },
  digger: [{ id: 'a', name: 'Ann' }, { id: 'b' }],
};

describe('fields', () => {
  it.each([
    ['state', { id: '1', href: '/well/1', state: 'dry' }],
    ['none', { id: '1', href: '/well/1' }],
    ['period.startDateTime', { id: '1', href: '/well/1', period: { startDateTime: 'then' } }],
    ['digger.name,period', { id: '1', href: '/well/1', period: well.period, digger: [{ name: 'Ann' }, {}] }],
    ['digger.name,digger', { id: '1', href: '/well/1', digger: well.digger }],
  ])('select %s', (text, selected) => {
    expect(selectFields(well, parseFields({ fields }, text) ?? new Set())).toEqual(selected);
  });

  it('refuse a path that there is not, and name those of the first level', () => {
    expect(() => parseFields({ fields }, 'period.middle')).toThrow(
      expect.objectContaining({ reason: 'fields: cannot name "period.middle": use id, href, state, period, digger' }),
    );
  });
});
