import type { Finding } from '../../yaml-file/read-yaml-file.ts';
import { areDisjoint, type Condition, conditionList, describeCondition } from '../routing/conditions.ts';
import { patternShape } from '../routing/path-pattern.ts';
import { particularity } from '../routing/router.ts';
import { namesIn } from '../routing/rewriting.ts';
import type { MigrationFile } from './migration-file.schema.ts';
import type { FixedRouteDeclaration, RouteDeclaration } from './route.schema.ts';

interface Declared {
  at: PropertyKey[];
  /** `invoices`, or `fixed`. */
  owner: string;
  route: RouteDeclaration | FixedRouteDeclaration;
  conditions: Condition[];
  methods: ReadonlySet<string> | undefined;
}

/** Routes that a request could belong to equally, and rewriting with names that the path does not have. */
export function checkRoutes(file: MigrationFile): Finding[] {
  const routes = declaredRoutes(file);
  return [...ties(routes), ...routes.flatMap(unknownNames)];
}

function declaredRoutes({ capabilities, fixed }: MigrationFile): Declared[] {
  const declared = (owner: string, at: PropertyKey[], route: Declared['route']): Declared => ({
    at,
    owner,
    route,
    conditions: conditionList(route),
    methods: route.methods && new Set(route.methods),
  });
  return [
    ...Object.entries(capabilities).flatMap(([name, { routes }]) =>
      routes.map((route, index) => declared(name, ['capabilities', name, 'routes', index], route)),
    ),
    ...fixed.map((route, index) => declared('fixed', ['fixed', index], route)),
  ];
}

function ties(routes: readonly Declared[]): Finding[] {
  const errors: Finding[] = [];
  const byPlace = new Map<string, Declared[]>();
  for (const route of routes) {
    const place = placeOf(route.route);
    const others = byPlace.get(place) ?? [];
    const tied = others.find((other) => isTied(route, other));
    if (tied !== undefined) {
      errors.push({
        path: [...route.at, 'path'],
        reason: `${describe(route)} of ${route.owner} ties with ${describe(tied)} of ${tied.owner}: a request can be both`,
      });
    }
    byPlace.set(place, [...others, route]);
  }
  return errors;
}

function placeOf({ path, exact, ignoreCase }: Declared['route']): string {
  const shape = patternShape(path);
  return `${exact} ${ignoreCase} ${ignoreCase ? shape.toLowerCase() : shape}`;
}

function isTied(a: Declared, b: Declared): boolean {
  if (particularity(a) !== particularity(b) || areDisjoint(a.conditions, b.conditions)) return false;
  if (a.methods === undefined || b.methods === undefined) return true;
  const { methods } = b;
  return [...a.methods].some((method) => methods.has(method));
}

function describe({ route, conditions }: Declared): string {
  const methods = route.methods === undefined ? [] : [route.methods.join('|')];
  return [...methods, route.path, ...conditions.map(describeCondition)].join(' ');
}

function unknownNames({ at, route: { path, rewrite } }: Declared): Finding[] {
  const targets = typeof rewrite === 'string' ? { '': rewrite } : (rewrite ?? {});
  const known = namesIn(path);
  return Object.entries(targets).flatMap(([side, to]: [string, string | undefined]) => {
    const where = [...at, 'rewrite', ...(side === '' ? [] : [side])];
    if (to === undefined) return [];
    if (to.split('/').includes('*'))
      return [{ path: where, reason: '* cannot be filled in: give the segment a :name' }];
    const unknown = namesIn(to).filter((name) => !known.includes(name));
    return unknown.map((name) => ({ path: where, reason: `:${name} is no :name of ${path}` }));
  });
}
