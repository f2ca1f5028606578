import type { GuardrailReport } from './guardrails.ts';
import type { ParitySummary } from './parity.ts';
import type { Position } from './stage.ts';

/** `file`: what the migration file says has changed. */
export const auditActions = ['advance', 'rollback', 'pause', 'resume', 'percent', 'file'] as const;
export type AuditAction = (typeof auditActions)[number];

/** Who decides, by kind. */
export const auditOrigins = ['operator', 'guardrail', 'file'] as const;
export type AuditOrigin = (typeof auditOrigins)[number];

/** What is known when a decision is made; kept with it. */
export interface Evidence {
  guardrails?: GuardrailReport | undefined;
  parity?: ParitySummary | undefined;
}

/** One line of the audit: who, when, from, to and why, with the numbers of that moment. */
export interface AuditEntryDocument {
  /** Rises with time; the place to go on from when paging. */
  id: number;
  at: string;
  capability: string;
  action: AuditAction;
  /** `operator:<login>`, `guardrail` or `file`. */
  actor: string;
  origin: AuditOrigin;
  /** `null` for the first time the capability was seen in the file. */
  from: Position | null;
  to: Position;
  reason: string;
  forced: boolean;
  /** {@link Evidence}, as the version that decided knew it: what is written is never changed. */
  metrics: Record<string, unknown>;
  /** Host name of the gateway that wrote it. */
  replica: string;
}

/** `GET /operations/v1/audit` */
export interface AuditPageDocument {
  /** Newest first. */
  items: readonly AuditEntryDocument[];
  /** `before` of the next page; `null` when this is the last one. */
  next: number | null;
}
