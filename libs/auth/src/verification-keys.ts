import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, Logger, messageOf } from '@wellspring/platform';
import {
  createLocalJWKSet,
  type CryptoKey,
  errors,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';
import { AuthSettings } from './auth.settings.ts';
import { KeysUnavailableError } from './auth.errors.ts';

type KeySet = ReturnType<typeof createLocalJWKSet>;

const largestKeySetBytes = 100_000;

/**
 * The public keys tokens are verified with. They are fetched in the background and kept: when the endpoint is away, the
 * keys known last go on being used. A key that is not among them makes one fetch, at most every so often, so that a new
 * key works at once and a flood of invented key ids does not reach the gateway.
 */
@Injectable()
export class VerificationKeys implements OnModuleInit {
  private keys: KeySet | undefined;
  private fetchedAt = Number.NEGATIVE_INFINITY;
  private triedAt = Number.NEGATIVE_INFINITY;
  private failure: unknown;
  private fetching: Promise<void> | undefined;

  constructor(
    private readonly settings: AuthSettings,
    private readonly logger: Logger,
    health: HealthRegistry,
  ) {
    health.register({ name: 'jwks', kind: 'degrading', check: () => this.check() });
  }

  /** Not waited for: a service starts without the gateway. */
  onModuleInit(): void {
    void this.refresh();
  }

  /** Finds the key for a token; the function jose's verification takes. */
  readonly find = async (header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> => {
    if (this.keys === undefined) await this.refresh();
    else if (this.isOld()) void this.refresh();
    const known = await this.lookUp(header, token);
    if (known !== undefined) return known;

    await this.refresh();
    const fetched = await this.lookUp(header, token);
    if (fetched !== undefined) return fetched;
    // With the endpoint away the key may well be a new one, and the customer is not to be signed out for it.
    if (this.failure !== undefined) throw new KeysUnavailableError(this.failure);
    throw new errors.JWKSNoMatchingKey();
  };

  private async lookUp(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey | undefined> {
    if (header.kid === undefined) throw new errors.JWSInvalid('"kid" (Key ID) Header Parameter is missing');
    try {
      return await this.keys?.(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return undefined;
      throw error;
    }
  }

  private isOld(): boolean {
    return performance.now() - this.fetchedAt > this.settings.jwksRefreshMs;
  }

  /** Fetches the keys unless that was just tried; callers at the same time share one fetch. Never rejects. */
  private refresh(): Promise<void> {
    if (this.fetching !== undefined) return this.fetching;
    if (performance.now() - this.triedAt < this.settings.jwksCooldownMs) return Promise.resolve();
    this.triedAt = performance.now();
    this.fetching = this.fetch()
      .then(
        (keys) => {
          this.keys = keys;
          this.fetchedAt = performance.now();
          this.failure = undefined;
        },
        (error: unknown) => {
          this.failure = error;
          this.logger.warn('verification keys were not fetched', {
            'error.message': messageOf(error),
            'url.domain': new URL(this.settings.jwksUrl).host,
          });
        },
      )
      .finally(() => {
        this.fetching = undefined;
      });
    return this.fetching;
  }

  private async fetch(): Promise<KeySet> {
    const response = await fetch(this.settings.jwksUrl, {
      headers: { accept: 'application/jwk-set+json, application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(this.settings.jwksTimeoutMs),
    });
    if (response.status !== 200) throw new Error(`The key endpoint answered ${response.status}`);
    const text = await response.text();
    if (text.length > largestKeySetBytes) throw new Error('The key set is too large');
    const body: unknown = JSON.parse(text);
    if (!isKeySet(body)) throw new Error('The key endpoint answered something else than a key set');
    return createLocalJWKSet(body);
  }

  private async check(): Promise<void> {
    if (this.keys === undefined || this.isOld()) await this.refresh();
    if (this.failure !== undefined) throw new Error('The verification keys cannot be fetched', { cause: this.failure });
  }
}

/** An empty set is refused as well: forgetting every key would sign everybody out. */
function isKeySet(body: unknown): body is JSONWebKeySet {
  return (
    typeof body === 'object' &&
    body !== null &&
    'keys' in body &&
    Array.isArray(body.keys) &&
    body.keys.length > 0 &&
    body.keys.every((key) => typeof key === 'object' && key !== null)
  );
}
