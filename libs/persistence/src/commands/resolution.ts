/** Whose decision it is, and why. */
export interface Author {
  operator: string;
  reason: string;
}

/** What a person decided about a command, as it stands in the audit. */
export interface Resolution extends Author {
  /** Rises with time. */
  id: number;
  at: Date;
  commandId: string;
  action: string;
  /** What came with it. */
  details: Record<string, unknown>;
  /** Why the command needed a person. */
  problem: string | null;
  ledTo: string;
}

export interface ResolutionsQuery {
  readonly command?: string | undefined;
  readonly operator?: string | undefined;
  /** Id of the last entry of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}
