/** TMF630 reference to another resource, embedded in one that points at it. */
export interface EntityRef {
  id: string;
  href?: string;
  name?: string;
  '@referredType'?: string;
}

/** TMF630 reference to a party and the part it plays. */
export interface RelatedPartyRef extends EntityRef {
  role: string;
}
