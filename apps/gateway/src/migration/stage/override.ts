import type { Position } from '@wellspring/contract-gateway';

/** What an operator or a guardrail decided over the head of the file. In force until a person decides again. */
export interface Override {
  capability: string;
  /** Rises with every decision about this capability; a replica never goes back to a lower one. */
  version: number;
  /** Absent: the last decision was to go by the file again. */
  position?: Position;
  /** No promotion and no change of the file moves a paused capability; a rollback does. */
  paused: boolean;
  cause: 'operator' | 'guardrail';
  reason: string;
  actor: string;
  at: Date;
}
