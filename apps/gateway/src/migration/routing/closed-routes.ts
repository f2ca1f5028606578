import type { RoutedRequest } from '../routed-request.ts';
import { type Condition, hold } from './conditions.ts';
import { foldName, foldPath, folderOfIndex, foldValue, isPlain, type PathReading } from './path-reading.ts';
import { parsePattern, patternShape } from './path-pattern.ts';
import { type Route, Router } from './router.ts';

/** A route that must be out of reach on the old side in every spelling, or one that is not. */
export interface Guarded<T> {
  closed: boolean;
  target: T;
}

interface Folded<T> extends Guarded<T> {
  /** The route is declared for a page that servers give for its folder. */
  isIndex: boolean;
}

/**
 * Finds out whether a request that is spelled otherwise is, to an old server, one for a route that is closed: retired or
 * denied. All routes are in here, folded as the server folds them: what is declared open below something closed stays so.
 */
export class ClosedRoutes<T> {
  private readonly router: Router<Folded<T>>;
  private readonly reading: PathReading;
  /** Whether a plain path can be closed by its query, or by anything else that comes with it. */
  private readonly byQuery: boolean;
  private readonly byMore: boolean;

  /** @returns undefined when nothing is closed, so that nothing needs to be looked at. */
  static of<T>(routes: readonly Route<Guarded<T>>[], reading: PathReading): ClosedRoutes<T> | undefined {
    return routes.some(({ target }) => target.closed) ? new ClosedRoutes(routes, reading) : undefined;
  }

  private constructor(routes: readonly Route<Guarded<T>>[], reading: PathReading) {
    this.reading = reading;
    const closed = routes.filter(({ target }) => target.closed);
    this.byQuery = closed.some(({ query }) => query !== undefined);
    this.byMore = closed.some(
      ({ headers, cookies, path }) => headers !== undefined || cookies !== undefined || !isPlainPattern(path),
    );
    // Of two routes that a server cannot tell apart the closed one counts, so it comes first.
    const folded = routes.flatMap((route) => foldRoute(route, reading));
    folded.sort((a, b) => Number(b.target.closed) - Number(a.target.closed));
    this.router = new Router(folded, (conditions, request, { closed }) =>
      closed ? this.mayHold(conditions, request) : hold(conditions, request),
    );
  }

  /** @returns what is closed; undefined when the request may go to the old side. */
  find(request: RoutedRequest): T | undefined {
    const plain = isPlain(request.path);
    const byMore = this.byMore || (this.byQuery && request.query !== '');
    // Only a page for its folder is another spelling without a character that is out of the ordinary.
    if (plain && !byMore && folderOfIndex(request.path) === undefined) return undefined;
    const path = plain ? request.path : foldPath(request.path, this.reading);
    const found = this.router.match(request, path);
    if (found?.closed === true) return found.target;
    const folder = found?.isIndex === true ? undefined : folderOfIndex(path);
    const instead = folder === undefined ? undefined : this.router.match(request, folder);
    return instead?.closed === true ? instead.target : undefined;
  }

  /** Whether the server may read the request so: any of several values may be the one it takes. */
  private mayHold(conditions: readonly Condition[], request: RoutedRequest): boolean {
    return conditions.every(({ kind, name, value }) => {
      const wanted = foldValue(value, this.reading);
      const said = this.said(request, kind, name);
      return said.some((each) => value === '*' || foldValue(each, this.reading) === wanted);
    });
  }

  private said(request: RoutedRequest, kind: Condition['kind'], name: string): string[] {
    if (kind === 'query') {
      const wanted = foldName(name, this.reading);
      // Some servers separate by semicolons as well.
      return request.query.split(/[&;]/).flatMap((pair) => {
        const equals = pair.indexOf('=');
        const said = equals < 0 ? pair : pair.slice(0, equals);
        return foldName(said, this.reading) === wanted ? [equals < 0 ? '' : pair.slice(equals + 1)] : [];
      });
    }
    const value = kind === 'headers' ? request.header(name) : request.cookie(name);
    return value === undefined ? [] : [value];
  }
}

/** A page that a server gives for its folder is found under both. */
function foldRoute<T>(route: Route<Guarded<T>>, reading: PathReading): Route<Folded<T>>[] {
  const segments = parsePattern(route.path).map((segment) =>
    segment.kind === 'any' ? '*' : escapeWord(foldPath(`/${segment.text}`, reading).slice(1)),
  );
  const path = `/${segments.filter((segment) => segment !== '').join('/')}`;
  const folder = folderOfIndex(path);
  const folded = { ...route, path, ignoreCase: false, target: { ...route.target, isIndex: folder !== undefined } };
  return folder === undefined ? [folded] : [folded, { ...folded, path: folder, exact: true }];
}

/** Written so that the router does not take it for more than a word. */
function escapeWord(folded: string): string {
  return folded.replaceAll('*', '%2A').replace(/^:/, '%3A');
}

function isPlainPattern(path: string): boolean {
  return isPlain(patternShape(path).replaceAll('*', 'x'));
}
