import { describe, expect, it } from '@jest/globals';
import { mask, reveal } from './mask.ts';

describe('mask', () => {
  it('keeps the shape and hides the value', () => {
    expect(mask('49.90 EUR')).toMatch(/^99\.99 AAA #[0-9a-f]{4}$/);
    expect(mask('Mari Õun, INV-1')).toMatch(/^Aaaa Aaa, AAA-9 #/);
    expect(mask('49.90 EUR')).not.toContain('49');
  });

  it('marks equal values alike', () => {
    expect(mask('49.90')).toBe(mask('49.90'));
    expect(mask('49.90')).not.toBe(mask('49.99'));
  });

  it('says what is not there and what cannot be read', () => {
    expect(mask(null)).toBe('(nothing)');
    expect(mask({ unreadable: 'date' })).toBe('(not readable as date)');
    expect(reveal(null)).toBe('(nothing)');
    expect(reveal('open')).toBe('open');
  });
});
