import { describe, expect, it } from '@jest/globals';
import { failureOf } from './upstream-error.ts';

describe('failureOf', () => {
  it.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ETIMEDOUT', 'connect_timeout'],
    ['ECONNREFUSED', 'refused'],
    ['EHOSTDOWN', 'refused'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['EPROTO', 'tls'],
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['ESOMETHING', 'reset'],
  ])('takes %s for %s', (code, failure) => {
    expect(failureOf(Object.assign(new Error(code), { code }))).toBe(failure);
  });

  it('takes a connection that just ended for a reset', () => {
    expect(failureOf(undefined)).toBe('reset');
  });
});
