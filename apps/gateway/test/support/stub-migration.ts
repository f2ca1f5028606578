import { type DynamicModule, Module } from '@nestjs/common';
import type { Side } from '@wellspring/contract-gateway';
import {
  migrationToken,
  type Decision,
  type Migration,
  type MigrationTable,
  type Outcome,
  type RouteMatch,
  type ShadowExchange,
} from '../../src/migration/migration.ts';
import type { RoutedRequest } from '../../src/migration/routed-request.ts';
import type { Visitor } from '../../src/migration/visitor.ts';

export interface StubRoute {
  path: string;
  capability?: string;
  legacy?: string;
  new?: string;
  upstream?: string;
}

@Module({})
class StubMigrationModule {}

/** A migration that decides what the test says, and notes what it is told. */
export class StubMigration implements Migration, MigrationTable {
  readonly recorded: Outcome[] = [];
  readonly offered: ShadowExchange[] = [];
  routes: StubRoute[] = [
    { path: '/tmf-api', capability: 'invoices', new: 'billing' },
    { path: '/invoices', capability: 'invoices', legacy: 'legacy-portal', new: 'portal' },
    { path: '/assets', upstream: 'portal' },
    { path: '/identity', upstream: 'identity' },
    { path: '/', upstream: 'legacy-portal' },
  ];
  decision: Decision = { side: 'new', stage: 'new', reason: 'stage', shadow: false, fallback: true };
  decisionFor: (capability: string, visitor: Visitor) => Decision | undefined = () => undefined;

  get table(): MigrationTable {
    return this;
  }

  get capabilities(): string[] {
    return [...new Set(this.routes.flatMap((route) => route.capability ?? []))];
  }

  /** Requests a side has been asked and has not answered. */
  asking = 0;

  readonly outcomes = {
    record: (outcome: Outcome): void => void this.recorded.push(outcome),
    began: (): (() => boolean) => {
      this.asking += 1;
      return () => {
        this.asking -= 1;
        return false;
      };
    },
  };

  readonly shadow = {
    maxBodyBytes: 65_536,
    wants: (): boolean => true,
    take: (): boolean => true,
    missed: (): void => undefined,
    giveBack: (): void => undefined,
    offer: (exchange: ShadowExchange): void => void this.offered.push(exchange),
  };

  on(side: Side, rest: Partial<Decision> = {}): void {
    this.decision = { side, stage: side, reason: 'stage', shadow: false, fallback: false, ...rest };
  }

  match({ path }: RoutedRequest): RouteMatch | undefined {
    const route = this.routes.find(
      (each) => each.path === '/' || path === each.path || path.startsWith(`${each.path}/`),
    );
    if (route === undefined) return undefined;
    if (route.capability === undefined) return { kind: 'fixed', route: route.path, upstream: route.upstream ?? '' };
    return {
      kind: 'capability',
      capability: route.capability,
      route: route.path,
      ...(route.legacy !== undefined && { legacy: route.legacy }),
      ...(route.new !== undefined && { new: route.new }),
    };
  }

  decide(capability: string, visitor: Visitor): Decision | undefined {
    if (!this.capabilities.includes(capability)) return undefined;
    return this.decisionFor(capability, visitor) ?? this.decision;
  }

  module(): DynamicModule {
    return {
      module: StubMigrationModule,
      providers: [{ provide: migrationToken, useValue: this }],
      exports: [migrationToken],
    };
  }
}
