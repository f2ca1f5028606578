import type { Session } from '../session/session.ts';
import type { CustomerTokens } from './customer-tokens.ts';
import type { LegacyBridge, LegacyCredentials } from './legacy-bridge.ts';
import type { LegacySite } from './legacy-site.ts';

/** For an old side that can be taught one thing: to believe a header signed by the gateway. */
export class HeaderBridge implements LegacyBridge {
  readonly keepsCookie = true;

  constructor(
    private readonly tokens: CustomerTokens,
    private readonly site: LegacySite,
  ) {}

  credentials(session: Session): LegacyCredentials {
    return { lines: `x-bridge-customer: ${this.tokens.forLegacy(session)}\r\n`, cookie: undefined };
  }

  adopt(): void {
    // The header alone says who it is.
  }

  async end(_session: Session, cookie: string | undefined): Promise<void> {
    if (cookie !== undefined) await this.site.signOut(cookie);
  }
}
