import type { LogFields } from '@wellspring/platform';
import type { AuditEntry } from './audit-entry.ts';

/**
 * A line of the audit as it may leave the gateway: what moved where, and by whose kind of decision. Who it was and why,
 * which may name anybody, stay in the audit itself.
 */
export function auditLine(
  entry: Pick<AuditEntry, 'capability' | 'action' | 'origin' | 'from' | 'to' | 'forced'>,
): LogFields {
  const { capability, action, origin, from, to, forced } = entry;
  return {
    'event.action': 'move-capability',
    'event.category': 'configuration',
    'event.reason': action,
    capability,
    origin,
    from: from === null ? undefined : describe(from),
    to: describe(to),
    forced,
  };
}

function describe({ stage, percent }: AuditEntry['to']): string {
  return stage === 'canary' ? `${stage} ${percent} %` : stage;
}
