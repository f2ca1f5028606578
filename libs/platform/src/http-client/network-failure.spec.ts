import { describe, expect, it } from '@jest/globals';
import { networkFailure } from './network-failure.ts';

const withCode = (code: string, message = 'failed'): Error => Object.assign(new Error(message), { code });

describe('networkFailure', () => {
  it.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'refused'],
    ['EHOSTUNREACH', 'refused'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['ETIMEDOUT', 'timeout'],
    ['HPE_INVALID_CONSTANT', 'bad_payload'],
    ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'bad_payload'],
    ['UND_ERR_HEADERS_OVERFLOW', 'bad_payload'],
    ['ECONNRESET', 'reset'],
    ['UND_ERR_SOCKET', 'reset'],
  ])('tells %s as %s', (code, outcome) => {
    expect(networkFailure(withCode(code))).toEqual({ outcome, code });
  });

  it('tells a handshake that was cut off from a plain reset', () => {
    const error = withCode(
      'ECONNRESET',
      'Client network socket disconnected before secure TLS connection was established',
    );
    expect(networkFailure(error)?.outcome).toBe('tls');
  });

  it('knows a parser error without a code', () => {
    const error = Object.assign(new Error('Response does not match the HTTP/1.1 protocol'), {
      name: 'HTTPParserError',
    });
    expect(networkFailure(Object.assign(error, { code: undefined }))?.outcome).toBe('bad_payload');
  });

  it('looks into the cause', () => {
    expect(networkFailure(new TypeError('fetch failed', { cause: withCode('ENOTFOUND') }))?.outcome).toBe('dns');
  });

  it('leaves mistakes in the call alone', () => {
    expect(networkFailure(withCode('UND_ERR_INVALID_ARG'))).toBeUndefined();
    expect(networkFailure(new TypeError('Do not know how to serialize a BigInt'))).toBeUndefined();
    expect(networkFailure('no error at all')).toBeUndefined();
  });
});
