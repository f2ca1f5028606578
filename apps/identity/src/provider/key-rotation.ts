import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HealthRegistry, Lifecycle, Logger, messageOf, Metrics } from '@wellspring/platform';
import { Clock } from '../clock/clock.ts';
import { IdentitySettings } from '../config.ts';
import { signer } from '../signing-key/key-schedule.ts';
import type { SigningKey } from '../signing-key/signing-key.ts';
import { SigningKeys } from '../signing-key/signing-keys.ts';
import { Every } from '../clock/every.ts';
import { OpenIdProvider } from './open-id-provider.ts';

const retryMs = 1_000;

/**
 * Keeps the provider's signing keys those of the database. Every replica looks often, and a key is published long
 * before it signs, so a token never bears a key that another replica does not know.
 */
@Injectable()
export class KeyRotation implements OnApplicationBootstrap {
  private readonly loop: Every;
  private signing: SigningKey | undefined;

  constructor(
    settings: IdentitySettings,
    lifecycle: Lifecycle,
    health: HealthRegistry,
    metrics: Metrics,
    private readonly keys: SigningKeys,
    private readonly provider: OpenIdProvider,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.loop = new Every(
      'signing keys',
      () => (provider.isReady ? settings.signingKeyPollMs : retryMs),
      lifecycle,
      () => this.refresh(),
    );
    health.register({
      name: 'signing-keys',
      kind: 'required',
      check: () => (provider.isReady ? Promise.resolve() : Promise.reject(new Error('Not loaded yet'))),
    });
    metrics.gauge({
      name: 'identity_signing_key_remaining_seconds',
      help: 'Until the key that signs now is replaced; negative when rotation has stopped',
      collect: (gauge) => {
        if (this.signing !== undefined) gauge.set({}, (this.signing.signsUntil - clock.now()) / 1_000);
      },
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.loop.start();
  }

  /** Takes over what the database holds now. A failure leaves the provider with the keys it has. */
  async refresh(): Promise<void> {
    try {
      const keys = await this.keys.current();
      const first = signer(keys, this.clock.now());
      if (first === undefined) return;
      if (first.kid !== this.signing?.kid) this.logger.info('Signing with another key', { kid: first.kid });
      this.signing = first;
      this.provider.use([first, ...keys.filter((key) => key !== first)]);
    } catch (error) {
      this.logger.warn('The signing keys could not be read, trying again', {
        'error.message': messageOf(error),
      });
    }
  }
}
