import { networkFailure } from '@wellspring/platform';

export type UpstreamFailure =
  'dns' | 'refused' | 'connect_timeout' | 'tls' | 'reset' | 'timeout' | 'bad_payload' | 'breaker_open' | 'pool_full';

/** Why an exchange with an upstream came to nothing. */
export class UpstreamError extends Error {
  readonly failure: UpstreamFailure;
  /** True when not a byte of the request was written: another endpoint, or the other side, may then have even a write. */
  readonly unsent: boolean;
  /** The connection had served before, so it may just have been closed for idleness while the request was on its way. */
  readonly reused: boolean;

  constructor(failure: UpstreamFailure, facts: { unsent: boolean; reused?: boolean; cause?: unknown }) {
    super(`upstream ${failure}`, { cause: facts.cause });
    this.failure = failure;
    this.unsent = facts.unsent;
    this.reused = facts.reused ?? false;
  }
}

/** Sorts a socket's error into one of the fixed outcomes. Whatever ends a connection without saying why has reset it. */
export function failureOf(error: unknown): UpstreamFailure {
  const outcome = networkFailure(error)?.outcome;
  if (outcome === 'dns' || outcome === 'refused' || outcome === 'tls') return outcome;
  // A socket has no other deadline.
  return outcome === 'timeout' ? 'connect_timeout' : 'reset';
}
