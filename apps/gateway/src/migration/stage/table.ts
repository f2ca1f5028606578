import type { MigrationFile } from '../file/migration-file.schema.ts';
import type { CapabilityRoute, Decision, MigrationTable, RouteMatch, Visitor } from '../migration.ts';
import { type Route, Router } from '../routing/router.ts';
import { type Decider, deciderFor } from './decider.ts';
import { effectiveState, type EffectiveState } from './effective-state.ts';
import type { Override } from './override.ts';

/** Everything in force at one moment, compiled. A change makes a new one; a request holds on to the one it began with. */
export class CompiledTable implements MigrationTable {
  readonly capabilities: readonly string[];
  readonly states: ReadonlyMap<string, EffectiveState>;
  readonly #deciders: ReadonlyMap<string, Decider>;
  readonly #router: Router<RouteMatch>;

  constructor(file: MigrationFile, overrides: ReadonlyMap<string, Override>) {
    const states = Object.entries(file.capabilities).map(([name, declaration]) =>
      effectiveState(name, declaration, overrides.get(name)),
    );
    this.capabilities = states.map(({ name }) => name);
    this.states = new Map(states.map((state) => [state.name, state]));
    this.#deciders = new Map(states.map((state) => [state.name, deciderFor(state)]));
    this.#router = new Router([...fixedRoutes(file), ...states.flatMap(capabilityRoutes)]);
  }

  match(method: string, path: string): RouteMatch | undefined {
    return this.#router.match(method, path);
  }

  decide(capability: string, visitor: Visitor): Decision | undefined {
    return this.#deciders.get(capability)?.(visitor);
  }
}

function fixedRoutes({ fixed }: MigrationFile): Route<RouteMatch>[] {
  return fixed.map(({ path, exact, upstream }) => ({
    path,
    exact,
    target: Object.freeze({ kind: 'fixed', route: path, upstream }),
  }));
}

function capabilityRoutes({ name, declaration, effective }: EffectiveState): Route<RouteMatch>[] {
  return declaration.routes.map(({ path, exact, methods, ...sides }) => {
    const target: CapabilityRoute = {
      kind: 'capability',
      capability: name,
      route: path,
      // Once retired, the old side is out of reach whatever the data plane does.
      ...(sides.legacy !== undefined && effective.stage !== 'retired' && { legacy: sides.legacy }),
      ...(sides.new !== undefined && { new: sides.new }),
    };
    return { path, exact, ...(methods && { methods }), target: Object.freeze(target) };
  });
}
