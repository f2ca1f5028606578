/** What every durable command says of itself on the operations API; each kind says more. Times are ISO 8601. */
export interface CommandDocument {
  id: string;
  state: string;
  reason: string | null;
  /** Since when it is in this state. */
  since: string;
  createdAt: string;
}

/** What comes with it: what can be decided now. */
export interface Decidable {
  actions: readonly string[];
}

/** The oldest first: who has waited longest. */
export interface CommandList<Command extends CommandDocument = CommandDocument> {
  items: readonly (Command & Decidable)[];
  total: number;
}

/** What a person decided about a command; beside this it names the command, as `paymentId` or the like. */
export interface ResolutionDocument {
  /** Rises with time. */
  id: number;
  at: string;
  operator: string;
  reason: string;
  action: string;
  /** What came with it. */
  details: Record<string, unknown>;
  /** Why the command needed a person. */
  problem: string | null;
  ledTo: string;
}

/** One command, when it is asked for by itself. */
export interface Decided extends Decidable {
  history: readonly ResolutionDocument[];
}
