import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle, Logger, Metrics } from '@wellspring/platform';
import { Every } from '../clock/every.ts';
import { IdentitySettings } from '../config.ts';
import { SignInThrottle } from '../throttle/sign-in-throttle.ts';
import { OidcRecordStore } from './oidc-record.store.ts';

/** Removes from the database what has expired. Replicas may do it at the same time: each takes other rows. */
@Injectable()
export class ExpirySweep implements OnApplicationBootstrap {
  private readonly loop: Every;
  private readonly removed;

  constructor(
    settings: IdentitySettings,
    lifecycle: Lifecycle,
    metrics: Metrics,
    private readonly records: OidcRecordStore,
    private readonly throttle: SignInThrottle,
    private readonly logger: Logger,
  ) {
    this.loop = new Every(
      'expiry sweep',
      () => settings.expirySweepIntervalMs,
      lifecycle,
      () => this.sweep(),
    );
    this.removed = metrics.counter({
      name: 'identity_expired_records_removed_total',
      help: 'Expired sessions, codes, tokens and grants removed from the database',
    });
  }

  onApplicationBootstrap(): void {
    void this.loop.start();
  }

  async sweep(): Promise<void> {
    try {
      this.removed.inc({}, await this.records.sweep());
      await this.throttle.sweep();
    } catch (error) {
      this.logger.error('Expired records could not be removed', error);
    }
  }
}
