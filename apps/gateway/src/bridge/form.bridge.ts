import { type Logger, messageOf } from '@wellspring/platform';
import { LRUCache } from 'lru-cache';
import type { Session } from '../session/session.ts';
import type { SessionStore } from '../session/session.store.ts';
import type { LegacyBridge, LegacyCredentials } from './legacy-bridge.ts';
import type { LegacySite } from './legacy-site.ts';

const nobody: LegacyCredentials = { lines: '', cookie: undefined };
/** After a sign-in that failed, the old side is left alone for a while. */
const refusedForMs = 10_000;

/**
 * For an old side that cannot be changed at all: the gateway fills in its sign-in form and keeps the cookie it gets, in
 * memory and, sealed, in the session's row, so that another replica finds it.
 */
export class FormBridge implements LegacyBridge {
  readonly keepsCookie = true;
  private readonly known = new LRUCache<string, LegacyCredentials>({ max: 50_000 });
  private readonly refused = new LRUCache<string, true>({ max: 10_000, ttl: refusedForMs });
  private readonly underWay = new Map<string, Promise<LegacyCredentials>>();

  constructor(
    private readonly site: LegacySite,
    private readonly store: SessionStore,
    private readonly logger: Logger,
  ) {}

  credentials(session: Session): LegacyCredentials | Promise<LegacyCredentials> {
    const known = this.known.get(session.id);
    if (known !== undefined) return known;
    if (this.refused.has(session.id)) return nobody;
    const underWay = this.underWay.get(session.id);
    if (underWay !== undefined) return underWay;
    const finding = this.find(session).finally(() => this.underWay.delete(session.id));
    this.underWay.set(session.id, finding);
    return finding;
  }

  adopt(session: Session, cookie: string): void {
    this.known.set(session.id, { lines: '', cookie });
    this.refused.delete(session.id);
    this.store.keepLegacyCookie(session.id, cookie).catch((error: unknown) => {
      this.logger.warn("The old side's cookie could not be kept", {
        'error.message': messageOf(error),
      });
    });
  }

  async end(session: Session, cookie: string | undefined): Promise<void> {
    const held = this.known.get(session.id)?.cookie ?? cookie;
    this.known.delete(session.id);
    if (held !== undefined) await this.site.signOut(held);
  }

  private async find(session: Session): Promise<LegacyCredentials> {
    const stored = await this.stored(session.id);
    if (stored !== undefined && (await this.site.whoIs(stored))?.customerId === session.customerId) {
      const credentials = { lines: '', cookie: stored };
      this.known.set(session.id, credentials);
      return credentials;
    }
    const cookie = await this.site.signIn(session.email);
    if (cookie === undefined) {
      this.refused.set(session.id, true);
      return nobody;
    }
    this.adopt(session, cookie);
    return { lines: '', cookie };
  }

  private async stored(sessionId: string): Promise<string | undefined> {
    try {
      return (await this.store.secrets(sessionId)).legacyCookie;
    } catch {
      // Without the database a new sign-in serves as well.
      return undefined;
    }
  }
}
