export {
  type AuditAction,
  auditActions,
  type AuditEntryDocument,
  type AuditOrigin,
  auditOrigins,
  type AuditPageDocument,
  type Evidence,
} from './audit.ts';
export {
  type CapabilityDocument,
  type Drift,
  type GateResult,
  type RefusalDocument,
  type StatusDocument,
} from './capability.ts';
export {
  type CustomerDocument,
  type CustomerSessionsDocument,
  type Explanation,
  type SessionsEndedDocument,
} from './customer.ts';
export {
  type GuardrailReference,
  type GuardrailReport,
  type GuardrailState,
  guardrailStates,
  type GuardrailTest,
  type TrafficStats,
} from './guardrails.ts';
export {
  type FactCount,
  type NotCompared,
  type ParityDocument,
  type ParitySampleDocument,
  type ParitySummary,
  type SampleGroup,
} from './parity.ts';
export { type SessionDocument } from './session.ts';
export { type Position, type Side, type Stage, stages } from './stage.ts';
