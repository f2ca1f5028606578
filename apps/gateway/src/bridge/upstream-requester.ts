import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { UpstreamRequester, Visitor } from '../migration/migration.ts';
import type { Session } from '../session/session.ts';
import { requestBuffered } from '../upstream/buffered-request.ts';
import { Upstreams } from '../upstream/upstreams.ts';
import { LEGACY_BRIDGE, type LegacyBridge } from './legacy-bridge.ts';

const rememberMs = 600_000;

/** Lets the shadow ask the upstreams in the name of a customer it has just been handed an exchange of. */
@Injectable()
export class ShadowRequester implements UpstreamRequester {
  private readonly sessions = new LRUCache<string, Session>({ max: 10_000, ttl: rememberMs });

  constructor(
    private readonly upstreams: Upstreams,
    @Inject(LEGACY_BRIDGE) private readonly bridge: LegacyBridge,
  ) {}

  remember(session: Session): void {
    this.sessions.set(session.customerId, session);
  }

  async request(asked: Parameters<UpstreamRequester['request']>[0]): ReturnType<UpstreamRequester['request']> {
    const upstream = this.upstreams.get(asked.upstream);
    if (upstream === undefined) throw new Error('There is no such upstream');
    return requestBuffered(upstream, asked);
  }

  async legacyCredentials(visitor: Visitor): Promise<Readonly<Record<string, string>>> {
    const session = visitor.customerId === undefined ? undefined : this.sessions.get(visitor.customerId);
    if (session === undefined) return {};
    const { lines, cookie } = await this.bridge.credentials(session);
    return { ...headersOf(lines), ...(cookie !== undefined && { cookie }) };
  }
}

function headersOf(lines: string): Record<string, string> {
  const pairs = lines.split('\r\n').filter((line) => line !== '');
  return Object.fromEntries(
    pairs.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}
