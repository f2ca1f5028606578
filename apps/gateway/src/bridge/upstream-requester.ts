import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Epochs } from '../binding/epochs.ts';
import { bookOf } from '../binding/rule.ts';
import type { UpstreamRequester } from '../migration/migration.ts';
import { OldPortals } from '../old-portal/profile/old-portals.ts';
import type { Session } from '../session/session.ts';
import { type BufferedResponse, requestBuffered } from '../upstream/buffered-request.ts';
import { Upstreams } from '../upstreams/upstreams.ts';
import { FormSessions } from './form-sessions.ts';
import { PortalBridges } from './portal-bridges.ts';

const rememberMs = 600_000;
const bytesEach = 1_024;
const mostBytes = 10_485_760;

/** Lets the shadow ask the upstreams in the name of a customer it has just been handed an exchange of. */
@Injectable()
export class ShadowRequester implements UpstreamRequester {
  private readonly sessions = new LRUCache<string, Session>({
    maxSize: mostBytes,
    sizeCalculation: () => bytesEach,
    ttl: rememberMs,
  });

  constructor(
    private readonly upstreams: Upstreams,
    private readonly portals: OldPortals,
    private readonly bridges: PortalBridges,
    private readonly forms: FormSessions,
    private readonly epochs: Epochs,
  ) {}

  remember(session: Session): void {
    this.sessions.set(session.customerId, session);
  }

  async request(asked: Parameters<UpstreamRequester['request']>[0]): ReturnType<UpstreamRequester['request']> {
    const upstream = this.upstreams.get(asked.upstream);
    if (upstream === undefined) throw new Error('There is no such upstream');
    const { cookie } = asked.headers;
    if (upstream.kind !== 'legacy' || cookie === undefined) return requestBuffered(upstream, asked);
    return this.writtenDown(bookOf(undefined, upstream.name, cookie), () => requestBuffered(upstream, asked));
  }

  /** What an old portal that this exchange may be repeated on is sent: as the visitor's own request was. */
  async legacyCredentials({
    visitor,
    legacy: portal,
    legacyCookies,
  }: Parameters<UpstreamRequester['legacyCredentials']>[0]): Promise<Readonly<Record<string, string>>> {
    if (this.portals.get(portal) === undefined) return {};
    const session = visitor.customerId === undefined ? undefined : this.sessions.get(visitor.customerId);
    if (session === undefined) return cookieHeader(legacyCookies);
    const kept = this.bridges.keepsCookies(portal) ? await this.forms.held(session, portal) : '';
    if (kept !== '') return cookieHeader(kept);
    const { lines } = await this.bridges.credentials(portal, session, legacyCookies, { node: undefined, headers: {} });
    return { ...headersOf(lines), ...cookieHeader(legacyCookies) };
  }

  /** As everything that is sent to an old portal in somebody's name. */
  private async writtenDown(book: string, send: () => Promise<BufferedResponse>): Promise<BufferedResponse> {
    const sent = this.epochs.begin(book, false);
    await sent.written;
    try {
      const response = await send();
      sent.answered();
      return response;
    } catch (error) {
      sent.unanswered(true);
      throw error;
    }
  }
}

function cookieHeader(cookie: string): Record<string, string> {
  return cookie === '' ? {} : { cookie };
}

function headersOf(lines: string): Record<string, string> {
  const pairs = lines.split('\r\n').filter((line) => line !== '');
  return Object.fromEntries(
    pairs.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}
