import type { Visitor } from '../visitor.ts';

/**
 * `customer:<id>`, `segment:<name>` or `anonymous`: what `include` and `exclude` of a canary are made of. Ids are
 * whatever an old portal has: `selfcare:4711`, `+37255512301`.
 */
export const cohortPattern = /^(?:customer:\S+|segment:[A-Za-z0-9._-]+|anonymous)$/;

/** Says whether a visitor belongs to any of a list of cohorts; looked up per request, so it is compiled to sets. */
export class Cohorts {
  private readonly customers: ReadonlySet<string>;
  private readonly segments: ReadonlySet<string>;
  private readonly anonymous: boolean;

  constructor(cohorts: readonly string[]) {
    this.customers = namesAfter('customer:', cohorts);
    this.segments = namesAfter('segment:', cohorts);
    this.anonymous = cohorts.includes('anonymous');
  }

  has(visitor: Visitor): boolean {
    if (visitor.customerId === undefined) return this.anonymous;
    if (this.customers.has(visitor.customerId)) return true;
    return visitor.segment !== undefined && this.segments.has(visitor.segment);
  }
}

function namesAfter(prefix: string, cohorts: readonly string[]): ReadonlySet<string> {
  return new Set(cohorts.filter((cohort) => cohort.startsWith(prefix)).map((cohort) => cohort.slice(prefix.length)));
}
