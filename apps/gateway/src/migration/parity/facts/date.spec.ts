import { describe, expect, it } from '@jest/globals';
import { canonicalDate } from './date.ts';

describe('canonicalDate', () => {
  it.each([
    '2026-11-15',
    '15.11.2026',
    '15.11.2026 ',
    '15/11/2026',
    '15 November 2026',
    '15. nov 2026',
    '2026-11-15T00:00:00.000Z',
  ])('reads %j as the fifteenth of November', (text) => {
    expect(canonicalDate(text)).toBe('2026-11-15');
  });

  it('takes the date of an instant in the zone asked for', () => {
    expect(canonicalDate('2026-11-14T22:30:00Z', 'dmy', 'Europe/Tallinn')).toBe('2026-11-15');
    expect(canonicalDate('2026-11-14T22:30:00Z')).toBe('2026-11-14');
  });

  it('reads the American order only when told', () => {
    expect(canonicalDate('11/15/2026', 'mdy')).toBe('2026-11-15');
    expect(canonicalDate('11/15/2026')).toBeUndefined();
  });

  it.each(['31.02.2026', '2026-13-01', '15 Foo 2026', 'tomorrow', '', '2026-11-15Tnoon'])(
    'does not read %j',
    (text) => {
      expect(canonicalDate(text)).toBeUndefined();
    },
  );
});
