import { formatCount, formatLatency, formatShare } from '../format/format.ts';
import type { GuardrailTest } from './status.ts';

const whose: Record<GuardrailTest['customers'], string> = {
  chance: 'customers chosen by chance',
  hand: 'customers included by hand',
  all: 'all customers on the new side',
};

/** One comparison of the guardrails in a line: whose, what, and what is allowed. */
export function judgementLine({ of, customers, span, bad, requests, value, limit, broken }: GuardrailTest): string {
  const who = `${whose[customers]}${span === 'recent' ? ', just now' : ''}`;
  const counted = `${formatCount(bad)} of ${formatCount(requests)}`;
  const end = broken ? ': too many to be chance' : '';
  switch (of) {
    case 'errors':
      return `${who}: ${formatShare(value)} failed (${counted}), ${formatShare(limit)} allowed${end}`;
    case 'latency':
      return `${who}: p95 ${formatLatency(value)} (${counted} slower than allowed), ${formatLatency(limit)} allowed${end}`;
  }
}
