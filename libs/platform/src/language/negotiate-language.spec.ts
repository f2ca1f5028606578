import { describe, expect, it } from '@jest/globals';
import { negotiateLanguage } from './negotiate-language.ts';

const negotiate = (acceptLanguage: string, ...chosen: unknown[]): string =>
  negotiateLanguage(['en', 'et', 'ru'], { chosen, acceptLanguage });

describe('negotiateLanguage', () => {
  it.each([
    ['et-EE', 'et'],
    ['ru', 'ru'],
    ['EN_gb', 'en'],
    ['fi', 'en'],
    ['constructor', 'en'],
    ['', 'en'],
  ])('takes %p for %p when it was chosen', (chosen, language) => {
    expect(negotiate('', chosen)).toBe(language);
  });

  it('lets a choice win over what the browser says, and the earlier choice over the later', () => {
    expect(negotiate('ru', 'et')).toBe('et');
    expect(negotiate('ru', 'fi', undefined, { toString: () => 'et' }, 'et-EE')).toBe('et');
    expect(negotiate('ru', 'fi')).toBe('ru');
  });

  it.each([
    ['de, et;q=0.8, ru;q=0.9', 'ru'],
    ['et;q=0, ru;q=0.1', 'ru'],
    ['*, et;q=x', 'en'],
    ['ru ;q=0.5,et', 'et'],
  ])('goes by the weights of Accept-Language: %s', (header, language) => {
    expect(negotiate(header)).toBe(language);
  });
});
