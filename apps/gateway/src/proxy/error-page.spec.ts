import { describe, expect, it } from '@jest/globals';
import { renderError } from './error-page.ts';

const asked = {
  status: 502,
  code: 'EDGE.BAD_GATEWAY',
  reference: 'a'.repeat(32),
  target: '/invoices',
  accept: 'text/html,*/*',
  acceptLanguage: '',
  cookie: '',
};

describe('renderError', () => {
  it.each([
    ['et-EE,et;q=0.9,en;q=0.8', 'et', 'ei ole praegu'],
    ['ru', 'ru', 'недоступна'],
    ['de,fr', 'en', 'not available'],
    ['', 'en', 'not available'],
  ])('is a page in the language of the reader (%s)', (acceptLanguage, locale, text) => {
    const { body, contentType } = renderError({ ...asked, acceptLanguage });
    expect(contentType).toBe('text/html; charset=utf-8');
    expect(body).toContain(`<html lang="${locale}">`);
    expect(body).toContain(text);
    expect(body).toContain(asked.reference);
  });

  it('speaks the language chosen on any page, else that of the contract, else what the browser prefers', () => {
    const hints = { ...asked, cookie: 'a=b; lang=et', customerLocale: 'ru', acceptLanguage: 'en' };
    expect(renderError(hints).locale).toBe('et');
    expect(renderError({ ...hints, cookie: 'lang=xx' }).locale).toBe('ru');
    expect(renderError({ ...hints, cookie: '', customerLocale: undefined }).locale).toBe('en');
  });

  it('is a problem document for programs (RFC 9457)', () => {
    const { body, contentType } = renderError({ ...asked, accept: 'application/json' });
    expect(contentType).toBe('application/problem+json');
    expect(JSON.parse(body)).toEqual({
      type: 'about:blank',
      title: 'This page is not available right now',
      status: 502,
      code: 'EDGE.BAD_GATEWAY',
      traceId: asked.reference,
    });
  });

  it.each(['/tmf-api/x/v4/y', 'http://portal/tmf-api/x/v4/y'])('is an error of TMF630 at %s', (target) => {
    const { body, contentType } = renderError({ ...asked, target, accept: '*/*' });
    expect(contentType).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toEqual({
      '@type': 'Error',
      code: 'EDGE.BAD_GATEWAY',
      reason: 'This page is not available right now',
      message: 'The problem is on our side. Try again in a moment.',
      status: '502',
      traceId: asked.reference,
    });
  });

  it('has a way on, a way back and whom to call', () => {
    const { body } = renderError({ ...asked, status: 504 });
    expect(body).toContain('<a class="button" href="">Try again</a>');
    expect(body).toContain('<a href="/">Go to the start page</a>');
    expect(body).toContain('<a href="tel:1800">Call 1800</a>');
  });

  it('tells a customer whose write may have been done to look before repeating it', () => {
    const { body } = renderError({ ...asked, uncertain: true });
    expect(body).toContain('before you repeat it');
    expect(body).not.toContain('Try again');
  });
});
