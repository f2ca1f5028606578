import { Module } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { EdgeSettings, UpstreamSettings } from '../config.ts';
import { listenerUpstream, portalUpstream } from '../old-portal/portal-upstream.ts';
import { OldPortals } from '../old-portal/profile/old-portals.ts';
import { OwnNames } from '../upstream/names/own-names.ts';
import { PublicNames } from '../upstream/names/public-names.ts';
import { Upstream, type UpstreamLimits, type UpstreamOptions } from '../upstream/upstream.ts';
import { identityUpstream } from './upstream-names.ts';
import { AddressWatch } from './address-watch.ts';
import { Upstreams } from './upstreams.ts';

@Module({
  providers: [
    {
      provide: Upstreams,
      inject: [UpstreamSettings, EdgeSettings, OldPortals, Lifecycle, Logger],
      useFactory: (
        settings: UpstreamSettings,
        edge: EdgeSettings,
        portals: OldPortals,
        lifecycle: Lifecycle,
        logger: Logger,
      ) => {
        const upstreams = configured(settings, new URL(edge.publicUrl), portals);
        const pods = podsOf(upstreams, settings, logger);
        pods?.start();
        lifecycle.onCloseConnections('upstreams', () => {
          pods?.stop();
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

/** Old portals are no pods. */
function podsOf({ all }: Upstreams, settings: UpstreamSettings, logger: Logger): AddressWatch | undefined {
  const { upstreamPodsSuffix: suffix, upstreamLookUpMs: everyMs } = settings;
  const services = all.filter(({ kind }) => kind !== 'legacy');
  return suffix === undefined ? undefined : new AddressWatch(services, suffix, logger, everyMs);
}

/** Everything requests can be sent to: the services, and the old portals. */
function configured(settings: UpstreamSettings, publicUrl: URL, portals: OldPortals): Upstreams {
  const limits: UpstreamLimits = {
    maxConnections: settings.upstreamMaxConnections,
    maxWaiting: settings.upstreamMaxWaiting,
    connectTimeoutMs: settings.upstreamConnectTimeoutMs,
    connectElsewhereMs: settings.upstreamConnectElsewhereMs,
    maxIdleMs: settings.upstreamMaxIdleMs,
  };
  for (const { name } of portals.all) {
    if (name in settings.upstreams) throw new Error(`"${name}" is an old portal and among UPSTREAMS, too`);
  }
  const listeners = portals.all.flatMap((portal) => {
    const listener = listenerUpstream(portal, publicUrl, limits);
    return listener === undefined ? [] : [[portal.name, listener] as const];
  });
  const reachable = [
    ...portals.all.map((portal) => portalUpstream(portal, publicUrl, limits)),
    ...Object.entries(settings.upstreams).map(([name, urls]) => {
      const ownNames = new OwnNames().addAddresses([...urls, publicUrl]);
      const names: UpstreamOptions['names'] = (basePath) => new PublicNames({ publicUrl, ownNames, basePath });
      const common = { name, urls, limits, names };
      return name === identityUpstream
        ? // What asks people for their password has to say soon that it cannot.
          new Upstream({ ...common, kind: 'public', responseTimeoutMs: settings.signInTimeoutMs })
        : new Upstream({ ...common, kind: 'service' });
    }),
  ];
  return new Upstreams(reachable, new Map(listeners));
}
