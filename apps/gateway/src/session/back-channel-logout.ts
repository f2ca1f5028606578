import { Injectable } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import { OidcClient } from './oidc.client.ts';
import { Revocations } from './revocations.ts';

/** Ends what the provider says has been ended there. */
@Injectable()
export class BackChannelLogout {
  constructor(
    private readonly oidc: OidcClient,
    private readonly revocations: Revocations,
    private readonly logger: Logger,
  ) {}

  /** @throws LogoutTokenError when nothing proves it */
  async signedOut(logoutToken: string): Promise<void> {
    const signedOut = await this.oidc.signedOut(logoutToken);
    if ('sessionId' in signedOut) {
      await this.revocations.revokeAll({ kind: 'provider', providerSession: signedOut.sessionId });
    } else {
      await this.revocations.revokeAll({ kind: 'customer', customerId: signedOut.subject });
    }
    this.logger.info('The provider ended a session', { 'event.action': 'sign-out' });
  }
}
