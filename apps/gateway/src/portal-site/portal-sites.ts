import { Injectable } from '@nestjs/common';
import { Logger, Metrics } from '@wellspring/platform';
import { Upstreams } from '../upstreams/upstreams.ts';
import { OldPortals } from '../old-portal/profile/old-portals.ts';
import { PortalSite } from './portal-site.ts';

/** Every old portal that keeps sessions, as the gateway itself deals with it. */
@Injectable()
export class PortalSites {
  readonly all: readonly PortalSite[];
  private readonly byName: ReadonlyMap<string, PortalSite>;

  constructor(portals: OldPortals, upstreams: Upstreams, metrics: Metrics, logger: Logger) {
    const questions = metrics.counter({
      name: 'gateway_who_is_total',
      help: 'Questions to old portals who somebody is, by what came of them',
      labels: ['portal', 'outcome'],
    });
    this.all = portals.all.flatMap((portal) => {
      const upstream = upstreams.get(portal.name);
      if (portal.session === undefined || upstream === undefined) return [];
      return [new PortalSite(portal, upstream, upstreams.listenerOf(portal.name), questions, logger)];
    });
    this.byName = new Map(this.all.map((site) => [site.portal.name, site]));
  }

  get(name: string): PortalSite | undefined {
    return this.byName.get(name);
  }
}
