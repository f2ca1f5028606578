import { describe, expect, it } from '@jest/globals';
import { canonicalDate } from './date.ts';
import { monthNamed, namesOfMonth } from './months.ts';

describe('canonicalDate', () => {
  it.each([
    '2026-11-15',
    '15.11.2026',
    '15.11.2026 ',
    '15/11/2026',
    '15 November 2026',
    '15. nov 2026',
    '2026-11-15T00:00:00.000Z',
    'November 15, 2026',
    '15th of November 2026',
    '15. November 2026',
    '15. Nov. 2026',
    '15. november 2026',
    '15 ноября 2026 г.',
    '15 нояб. 2026 г.',
    '2026. gada 15. novembris',
    '2026 m. lapkričio 15 d.',
    '15. marraskuuta 2026',
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

  it('gives no name to two months, whatever the language', () => {
    for (let month = 1; month <= 12; month++) {
      expect(new Set(namesOfMonth(month).map(monthNamed))).toEqual(new Set([month]));
      expect(namesOfMonth(month).length).toBeGreaterThan(20);
    }
    expect(['mai', 'мая', 'märts', 'Mrz', 'kesäkuuta', 'rugsėjo', 'dets'].map(monthNamed)).toEqual([
      5, 5, 3, 3, 6, 9, 12,
    ]);
  });

  it.each([
    '15 November',
    '15 15 November 2026',
    'due 15 November 2026',
    '15 November December 2026',
    '31.02.2026',
    '2026-13-01',
    '15 Foo 2026',
    'tomorrow',
    '',
    '2026-11-15Tnoon',
  ])('does not read %j', (text) => {
    expect(canonicalDate(text)).toBeUndefined();
  });
});
