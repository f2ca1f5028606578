import type { UpstreamError } from '../upstream/upstream-error.ts';
import type { RelayAttempt } from './relay-plan.ts';

/** What decides whether a request can be sent once more. */
export interface Sending {
  /** Whether the method changes nothing. */
  safe: boolean;
  attempt: RelayAttempt;
  fallback: RelayAttempt | undefined;
  retried: boolean;
  /** Whether any of the body has been handed on, and is gone. */
  bodyStarted: boolean;
}

/** An idle connection that closed under the request, or an endpoint that is not there, costs nobody anything. */
export function mayRetry(sending: Sending, error: UpstreamError): boolean {
  const { safe, retried, bodyStarted } = sending;
  const { failure } = error;
  if (retried || bodyStarted || failure === 'breaker_open' || failure === 'pool_full') return false;
  if (!safe && !error.unsent) return false;
  if (error.reused) return true;
  if (failure === 'timeout' || failure === 'bad_payload') return false;
  const { upstream } = sending.attempt;
  const elsewhere = upstream.endpoints.length > 1;
  return (elsewhere || (failure === 'reset' && !mayFallBack(sending, error))) && upstream.retries.take();
}

/** Write-safe: a request that changes something goes to the other side only if it never left the gateway. */
export function mayFallBack({ safe, attempt, fallback, bodyStarted }: Sending, error?: UpstreamError): boolean {
  if (fallback === undefined || attempt === fallback || bodyStarted) return false;
  return (safe || error?.unsent === true) && fallback.upstream.takesFallbacks;
}
