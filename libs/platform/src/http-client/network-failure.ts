import type { FailureOutcome } from './dependency.error.ts';

/** How a call failed below HTTP, and the code that says so. */
export interface NetworkFailure {
  readonly outcome: FailureOutcome;
  readonly code: string;
}

const rules: readonly (readonly [RegExp, FailureOutcome])[] = [
  [/^(ENOTFOUND|EAI_.*|ENODATA|ESERVFAIL)$/, 'dns'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|EACCES)$/, 'refused'],
  [/^(ERR_SSL_|ERR_TLS_|EPROTO$|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/, 'tls'],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'timeout'],
  [/^(HPE_|UND_ERR_(RES_|HEADERS_OVERFLOW|RESPONSE))/, 'bad_payload'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_(SOCKET|DESTROYED|CLOSED|ABORTED|INFO))$/, 'reset'],
];

/** Node reports a peer that hangs up during the handshake as ECONNRESET; only the text tells it from a plain reset. */
const handshakeBroken = /before secure TLS connection was established/;

/**
 * Tells what went wrong from an error of undici or Node, by its code, since the texts change; `undefined` when it is
 * no failure of the network but a mistake in the call.
 */
export function networkFailure(error: unknown): NetworkFailure | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code = codeOf(error);
  if (code !== undefined) {
    if ('message' in error && handshakeBroken.test(String(error.message))) return { outcome: 'tls', code };
    const rule = rules.find(([pattern]) => pattern.test(code));
    if (rule !== undefined) return { outcome: rule[1], code };
  }
  return 'cause' in error ? networkFailure(error.cause) : undefined;
}

/** undici leaves the code out of some errors of its parser. */
function codeOf(error: object): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error && error.name === 'HTTPParserError' ? 'HPE_UNKNOWN' : undefined;
}
