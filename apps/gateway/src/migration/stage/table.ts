import type { MigrationFile } from '../file/migration-file.schema.ts';
import type { Decision, MigrationTable, RouteMatch } from '../migration.ts';
import type { RoutedRequest } from '../routed-request.ts';
import type { Visitor } from '../visitor.ts';
import { type Decider, deciderFor } from './decider.ts';
import { effectiveState, type EffectiveState } from './effective-state.ts';
import type { Override } from './override.ts';
import { type PathReadings, RouteTable } from './route-table.ts';

/** Everything in force at one moment, compiled. A change makes a new one; a request holds on to the one it began with. */
export class CompiledTable implements MigrationTable {
  readonly capabilities: readonly string[];
  readonly states: ReadonlyMap<string, EffectiveState>;
  private readonly deciders: ReadonlyMap<string, Decider>;
  private readonly routes: RouteTable;

  constructor(file: MigrationFile, overrides: ReadonlyMap<string, Override>, readings: PathReadings = new Map()) {
    const states = Object.entries(file.capabilities).map(([name, declaration]) =>
      effectiveState(name, declaration, overrides.get(name)),
    );
    this.capabilities = states.map(({ name }) => name);
    this.states = new Map(states.map((state) => [state.name, state]));
    this.deciders = new Map(states.map((state) => [state.name, deciderFor(state)]));
    this.routes = new RouteTable(file, states, readings);
  }

  match(request: RoutedRequest): RouteMatch | undefined {
    return this.routes.match(request);
  }

  decide(capability: string, visitor: Visitor): Decision | undefined {
    return this.deciders.get(capability)?.(visitor);
  }
}
