/** Who is asking, as far as the choice of a side is concerned. One of the two ids is always there. */
export interface Visitor {
  customerId?: string;
  anonymousId?: string;
  /** Cohort from the CRM: `residential`, `employees`, `business`. */
  segment?: string;
}
