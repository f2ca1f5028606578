import type { BreakerOptions } from './breaker.ts';
import type { RetryOptions } from './retries.ts';

/** How to call one dependency. Only the address and the deadline have no default. */
export interface HttpClientOptions {
  /** `http:` or `https:` URL; its path is put in front of every request's path. */
  readonly baseUrl: string;
  /** Total time for a call: connecting, headers, the whole body, retries. Shrinks to what the caller has left. */
  readonly timeoutMs: number;
  /** 1,000 unless given; covers DNS, TCP and TLS. */
  readonly connectTimeoutMs?: number;
  /**
   * A connection that has been open for longer takes no further call. A Service and a name server choose a machine for each
   * connection, so this is how soon one that came has its share. 10,000 unless given.
   */
  readonly maxConnectionAgeMs?: number;
  /** Calls at a time, and connections; one more is refused at once. 50 unless given. */
  readonly maxConcurrent?: number;
  /** Larger answers are cut off as `bad_payload`. 5 MiB unless given. */
  readonly maxResponseBytes?: number;
  /** Sent with every request, for instance an API key. Never logged. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Three tries and a fifth of the traffic unless given. Only idempotent calls are retried. */
  readonly retry?: Partial<RetryOptions>;
  /** Opens for 5 s (up to 30 s) when half of at least 5 calls within 10 s failed, unless given. */
  readonly breaker?: Partial<BreakerOptions>;
  /** When given, `GET` of this path is a health check of the service that degrades it, nothing more. */
  readonly healthPath?: string;
}

export type CompleteOptions = Required<Omit<HttpClientOptions, 'healthPath' | 'retry' | 'breaker'>> & {
  readonly retry: RetryOptions;
  readonly breaker: BreakerOptions;
  readonly healthPath: string | undefined;
};

export function completeOptions(options: HttpClientOptions): CompleteOptions {
  return {
    baseUrl: options.baseUrl,
    timeoutMs: options.timeoutMs,
    connectTimeoutMs: options.connectTimeoutMs ?? 1_000,
    maxConnectionAgeMs: options.maxConnectionAgeMs ?? 10_000,
    maxConcurrent: options.maxConcurrent ?? 50,
    maxResponseBytes: options.maxResponseBytes ?? 5 * 1024 * 1024,
    headers: options.headers ?? {},
    retry: { maxAttempts: 3, budget: 0.2, ...options.retry },
    breaker: {
      failureShare: 0.5,
      minimumCalls: 5,
      windowMs: 10_000,
      openMs: 5_000,
      maxOpenMs: 30_000,
      ...options.breaker,
    },
    healthPath: options.healthPath,
  };
}
