import type { RoutedRequest } from '../migration/routed-request.ts';
import { ClosedRoutes } from '../migration/routing/closed-routes.ts';
import type { OldPortal } from '../old-portal/profile/old-portal.ts';
import { isPlace, type Place } from '../portal-site/place-matcher.ts';

/** One place of an old portal, as it is declared and in every other spelling that the portal takes for it. */
export class AnySpelling {
  private readonly others: ClosedRoutes<true> | undefined;

  constructor(
    private readonly place: Place,
    { pathReading }: Pick<OldPortal, 'pathReading'>,
    /** Whether what is below its path is another place. */
    private readonly exact: boolean,
  ) {
    const { path, query } = place;
    const route = { path, exact, target: { closed: true, target: true as const } };
    this.others = ClosedRoutes.of([Object.keys(query).length === 0 ? route : { ...route, query }], pathReading);
  }

  has(request: RoutedRequest): boolean {
    return this.isSpelled(request) || this.others?.find(request) === true;
  }

  private isSpelled({ path, query }: RoutedRequest): boolean {
    const parent = this.place.path;
    const isBelow = !this.exact && path.startsWith(parent.endsWith('/') ? parent : `${parent}/`);
    return isPlace(`${isBelow ? parent : path}?${query}`, this.place);
  }
}
