import { describe, expect, it } from '@jest/globals';
import { renderError } from './error-page.ts';

const asked = {
  status: 502,
  code: 'EDGE.BAD_GATEWAY',
  reference: 'a'.repeat(32),
  accept: 'text/html,*/*',
  acceptLanguage: '',
};

describe('renderError', () => {
  it.each([
    ['et-EE,et;q=0.9,en;q=0.8', 'et', 'ei ole hetkel'],
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

  it('tells a customer whose write may have been done to look before repeating it', () => {
    const { body } = renderError({ ...asked, uncertain: true });
    expect(body).toContain('before you repeat it');
    expect(body).not.toContain('Try again');
  });
});
