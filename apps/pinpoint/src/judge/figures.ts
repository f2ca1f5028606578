import type { Calls } from '../graph/edge.ts';
import type { Trouble } from '../graph/trouble.ts';

const outcomeWords: Readonly<Record<string, string>> = {
  timeout: 'time out',
  refused: 'are refused',
  reset: 'are cut off',
  dns: 'do not find the name',
  tls: 'fail at the TLS handshake',
  bad_payload: 'bring garbage',
  '5xx': 'are answered with errors',
  breaker_open: 'are not made, the breaker being open',
  too_many_connections: 'get no connection',
  disk_full: 'find the disk full',
  read_only: 'find the database read-only',
  starting: 'find the database starting',
  pool_full: 'find no free connection',
};

/** `97 % time out (31 of 32), before 0.1 %`. */
export function troubleInWords({ kind, outcome, recent, before, meanMs, meanBeforeMs }: Trouble): string {
  switch (kind) {
    case 'failing':
      return `${share(recent)} ${outcomeInWords(outcome)} (${recent.failed} of ${recent.total}), before ${share(before)}`;
    case 'hanging':
      return `calls are under way and none has ended for 3 s; usually ${Math.round(meanBeforeMs)} ms`;
    case 'slow':
      return `${Math.round(meanMs)} ms on average, before ${Math.round(meanBeforeMs)} ms`;
    default:
      return kind satisfies never;
  }
}

export function outcomeInWords(outcome: string): string {
  return outcomeWords[outcome] ?? `fail (${outcome})`;
}

export function share({ failed, total }: Calls): string {
  if (total === 0) return 'none';
  const percent = (100 * failed) / total;
  return `${percent === 0 || percent >= 10 ? Math.round(percent) : percent.toFixed(1)} %`;
}
