import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle, Logger, messageOf, RequestContext } from '@wellspring/platform';
import { OidcClient } from './oidc.client.ts';
import { SessionStore } from './session.store.ts';

const intervalMs = 10_000;
const batch = 50;

/**
 * Ends the provider's sessions of customers who have been signed out here, server to server: no browser has to come
 * along. What the provider could not be told at once it is told as soon as it answers; the session's row waits for it.
 */
@Injectable()
export class ProviderSignOut implements OnApplicationBootstrap {
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly store: SessionStore,
    private readonly oidc: OidcClient,
    private readonly lifecycle: Lifecycle,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.lifecycle.onStopWorkers('sign-outs at the provider', async () => {
      this.stopped = true;
      clearTimeout(this.timer);
      await this.working;
    });
    this.plan();
  }

  /** Ends the provider's session that this one came from. Never rejects: what fails now is tried again. */
  async end(sessionId: string): Promise<void> {
    try {
      const { refreshToken } = await this.store.secrets(sessionId);
      if (refreshToken !== undefined) await this.oidc.endSession(refreshToken);
      await this.store.forget(sessionId);
    } catch (error) {
      this.logger.warn("The provider's session is not ended yet", {
        'event.action': 'sign-out',
        'error.message': messageOf(error),
      });
    }
  }

  private plan(): void {
    this.timer = setTimeout(() => {
      this.working = RequestContext.run({}, () => this.endTheRest()).finally(() => {
        if (!this.stopped) this.plan();
      });
    }, intervalMs);
    this.timer.unref();
  }

  private async endTheRest(): Promise<void> {
    try {
      for (const sessionId of await this.store.endedHereOnly(batch)) {
        if (this.stopped) return;
        await this.end(sessionId);
      }
    } catch (error) {
      this.logger.debug('Ended sessions could not be read', {
        'error.message': messageOf(error),
      });
    }
  }
}
