import { describe, expect, it } from '@jest/globals';
import { negotiateLocale } from './locale.ts';

describe('negotiateLocale', () => {
  it('follows the switch, then what was chosen before, then the client, then the browser', () => {
    const hints = { chosen: 'ru', cookies: 'lang=en', uiLocales: 'et en', acceptLanguage: 'en' };
    expect(negotiateLocale(hints)).toBe('ru');
    expect(negotiateLocale({ ...hints, chosen: undefined })).toBe('en');
    expect(negotiateLocale({ ...hints, chosen: undefined, cookies: '' })).toBe('et');
    expect(negotiateLocale({ acceptLanguage: 'et-EE,et;q=0.9,en;q=0.8' })).toBe('et');
  });

  it('takes the first language it speaks, by the weight the browser gives', () => {
    expect(negotiateLocale({ acceptLanguage: 'fi, en;q=0.3, ru;q=0.7' })).toBe('ru');
    expect(negotiateLocale({ uiLocales: 'lv ru-RU' })).toBe('ru');
  });

  it.each([undefined, '', '*', 'fi', 'ru;q=0', 'q=;;,,'])('falls back to English for %p', (acceptLanguage) => {
    expect(negotiateLocale({ acceptLanguage })).toBe('en');
  });

  it('ignores a language that is not text', () => {
    expect(negotiateLocale({ chosen: ['ru', 'et'], uiLocales: { $gt: '' } })).toBe('en');
  });
});
