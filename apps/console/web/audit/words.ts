import type { AuditEntry } from './audit.ts';

/** What was done, as it stands after somebody's name or by itself. */
export const actionWords: Record<AuditEntry['action'], string> = {
  advance: 'advanced',
  rollback: 'rolled back',
  pause: 'paused',
  resume: 'follows Git',
  percent: 'share changed',
  file: 'Git changed',
};
