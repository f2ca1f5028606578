import { expect, it } from '@jest/globals';
import { browserOf } from './browser.ts';

const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

it.each([
  [chrome, { name: 'Chrome', version: '130' }],
  [`${chrome} Edg/130.0.2849.56`, { name: 'Edge', version: '130' }],
  ['Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0', { name: 'Firefox', version: '132' }],
  ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15', { name: 'Safari', version: '18' }],
  ['Jane Doe, 1 Main Street', undefined],
])('of %s there is a well-known name and the major version, or nothing', (userAgent, browser) => {
  expect(browserOf(userAgent)).toEqual(browser);
});
