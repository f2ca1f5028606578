import { Module } from '@nestjs/common';
import { Lifecycle } from '@wellspring/platform';
import { BridgeSettings, UpstreamSettings } from '../config.ts';
import { Upstream, type UpstreamKind } from './upstream.ts';
import { NEW_SIDE } from './upstream-names.ts';
import { Upstreams } from './upstreams.ts';

@Module({
  providers: [
    {
      provide: Upstreams,
      inject: [UpstreamSettings, BridgeSettings, Lifecycle],
      useFactory: (settings: UpstreamSettings, bridge: BridgeSettings, lifecycle: Lifecycle) => {
        const upstreams = declared(settings, bridge);
        lifecycle.onCloseConnections('upstreams', () => {
          upstreams.close();
          return Promise.resolve();
        });
        return upstreams;
      },
    },
  ],
  exports: [Upstreams],
})
export class UpstreamModule {}

function declared(settings: UpstreamSettings, bridge: BridgeSettings): Upstreams {
  const limits = {
    maxConnections: settings.upstreamMaxConnections,
    maxWaiting: settings.upstreamMaxWaiting,
    connectTimeoutMs: settings.upstreamConnectTimeoutMs,
    maxIdleMs: settings.upstreamMaxIdleMs,
  };
  const named: [name: string, urls: readonly URL[], kind: UpstreamKind][] = [
    [bridge.legacyUpstream, settings.legacyPortalUrl, 'legacy'],
    ['portal', settings.portalUrl, NEW_SIDE.portal],
    ['identity', settings.identityUrl, NEW_SIDE.identity],
    ['billing', settings.billingUrl, NEW_SIDE.billing],
  ];
  return new Upstreams(
    named.map(([name, urls, kind]) => {
      // What asks people for their password has to say soon that it cannot.
      const patience = kind === 'public' ? { responseTimeoutMs: settings.signInTimeoutMs } : {};
      return new Upstream({ name, urls, kind, limits, ...patience });
    }),
  );
}
