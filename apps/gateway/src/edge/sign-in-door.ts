import { Injectable } from '@nestjs/common';
import type { RoutedRequest } from '../migration/migration.ts';
import { ClosedRoutes } from '../migration/routing/closed-routes.ts';
import { LOOSEST } from '../migration/routing/path-reading.ts';
import type { OldPortal } from '../old-portal/profile/old-portal.ts';
import { OldPortals } from '../old-portal/profile/old-portals.ts';
import type { RelayAttempt } from '../proxy/relay-plan.ts';

/**
 * Keeps browsers from the form by which the gateway signs customers in on an old portal, in every spelling the portal
 * takes for it: whoever reached it could try to be anybody.
 */
@Injectable()
export class SignInDoor {
  private readonly closed: ReadonlyMap<string, ClosedRoutes<true>>;

  constructor(portals: OldPortals) {
    this.closed = new Map(
      portals.all.flatMap((portal) => {
        const routes = closedOf(portal);
        return routes === undefined ? [] : [[portal.name, routes] as const];
      }),
    );
  }

  /** Whether a request is for such a form, as the browser sent it or as a route rewrites it. */
  isShut(request: RoutedRequest, attempts: readonly (RelayAttempt | undefined)[]): boolean {
    if (this.closed.size === 0) return false;
    return attempts.some((attempt) => {
      const closed = attempt === undefined ? undefined : this.closed.get(attempt.upstream.name);
      if (closed === undefined) return false;
      const rewritten = attempt?.target === undefined ? undefined : rewrittenTo(request, attempt.target);
      return closed.find(request) === true || (rewritten !== undefined && closed.find(rewritten) === true);
    });
  }
}

function closedOf({ bridge, pathReading }: OldPortal): ClosedRoutes<true> | undefined {
  if (bridge.mode !== 'form' || bridge.form.listener !== undefined) return undefined;
  const [path = '/', search = ''] = bridge.form.at.split('?', 2);
  const query = Object.fromEntries(new URLSearchParams(search));
  const route = { path, target: { closed: true, target: true as const } };
  return ClosedRoutes.of([search === '' ? route : { ...route, query }], pathReading ?? LOOSEST);
}

function rewrittenTo(request: RoutedRequest, target: string): RoutedRequest {
  const [path = '/', query = ''] = target.split('?', 2);
  return {
    method: request.method,
    path,
    query,
    header: (name) => request.header(name),
    cookie: (name) => request.cookie(name),
  };
}
