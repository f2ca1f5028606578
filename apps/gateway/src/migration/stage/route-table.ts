import type { MigrationFile } from '../file/migration-file.schema.ts';
import type { FixedRouteDeclaration, RouteDeclaration } from '../file/route.schema.ts';
import type { CapabilityRoute, FixedRoute, RouteManners, RouteMatch } from '../migration.ts';
import type { RoutedRequest } from '../routed-request.ts';
import { ClosedRoutes, type Guarded } from '../routing/closed-routes.ts';
import type { PathReading } from '../routing/path-reading.ts';
import { rewriteOf } from '../routing/rewriting.ts';
import { type Route, Router } from '../routing/router.ts';
import type { EffectiveState } from './effective-state.ts';

/** How each old portal reads paths, by the name of its upstream. An upstream that is not here reads them as written. */
export type PathReadings = ReadonlyMap<string, PathReading>;

/** Every route of the file, compiled for how the capabilities stand. */
export class RouteTable {
  private readonly router: Router<RouteMatch>;
  /** Of each old portal; none where nothing is closed. */
  private readonly closed = new Map<string, ClosedRoutes<RouteMatch>>();

  constructor({ fixed }: MigrationFile, states: Iterable<EffectiveState>, readings: PathReadings) {
    const routes = [...fixed.map(fixedRoute), ...[...states].flatMap(capabilityRoutes)];
    this.router = new Router(routes.map((route) => ({ ...route, target: route.target.target })));
    for (const [upstream, reading] of readings) {
      const closed = ClosedRoutes.of(routes, reading);
      if (closed !== undefined) this.closed.set(upstream, closed);
    }
  }

  match(request: RoutedRequest): RouteMatch | undefined {
    const match = this.router.match(request);
    if (match === undefined || match.kind === 'denied' || this.closed.size === 0) return match;
    const oldSide = match.kind === 'fixed' ? match.upstream : match.legacy;
    const closed = oldSide === undefined ? undefined : this.closed.get(oldSide);
    return closed?.find(request) ?? match;
  }
}

function fixedRoute(declared: FixedRouteDeclaration): Route<Guarded<RouteMatch>> {
  const { path: route, upstream, rewrite } = declared;
  if (upstream === undefined) return routeFor(declared, { kind: 'denied', route }, true);
  const target: FixedRoute = {
    kind: 'fixed',
    route,
    upstream,
    ...(rewrite !== undefined && { rewrite: rewriteOf(route, rewrite) }),
    ...mannersOf(declared),
  };
  return routeFor(declared, target, false);
}

function capabilityRoutes({ name, declaration, effective }: EffectiveState): Route<Guarded<RouteMatch>>[] {
  const retired = effective.stage === 'retired';
  return declaration.routes.map((declared) => {
    const { path: route, rewrite } = declared;
    if (declared.deny === true) return routeFor(declared, { kind: 'denied', route }, true);
    const target: CapabilityRoute = {
      kind: 'capability',
      capability: name,
      route,
      // Once retired, the old side is out of reach whatever the data plane does.
      ...(declared.legacy !== undefined && !retired && { legacy: declared.legacy }),
      ...(declared.new !== undefined && { new: declared.new }),
      ...(rewrite !== undefined && {
        rewrite: {
          ...(rewrite.legacy !== undefined && { legacy: rewriteOf(route, rewrite.legacy) }),
          ...(rewrite.new !== undefined && { new: rewriteOf(route, rewrite.new) }),
        },
      }),
      ...mannersOf(declared),
    };
    return routeFor(declared, target, retired);
  });
}

function routeFor(
  { path, exact, ignoreCase, methods, query, headers, cookies }: RouteDeclaration | FixedRouteDeclaration,
  target: RouteMatch,
  closed: boolean,
): Route<Guarded<RouteMatch>> {
  return {
    path,
    exact,
    ignoreCase,
    ...(methods && { methods }),
    ...(query && { query }),
    ...(headers && { headers }),
    ...(cookies && { cookies }),
    target: { closed, target: Object.freeze(target) },
  };
}

function mannersOf({ firstByte, crossSite, authorization, stickiness }: RouteDeclaration | FixedRouteDeclaration): {
  manners?: RouteManners;
} {
  const manners: RouteManners = {
    ...(firstByte !== undefined && { firstByteMs: firstByte }),
    ...(crossSite !== undefined && { crossSite: new Set(crossSite) }),
    ...(authorization !== undefined && { authorization }),
    ...(stickiness !== undefined && { stickiness }),
  };
  return Object.keys(manners).length === 0 ? {} : { manners: Object.freeze(manners) };
}
