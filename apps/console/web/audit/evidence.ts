import type { Evidence } from '@wellspring/contract-gateway';
import { shown } from '@wellspring/web';
import * as z from 'zod/mini';
import { formatCount, formatLatency, formatShare } from '../format/format.ts';
import { judgementLine } from '../status/judgement.ts';
import { guardrailTest } from '../status/status.ts';

const side = z.object({ requests: z.number(), errorRate: z.number(), p95Ms: z.optional(z.number()) });
const evidence = shown<Evidence>()({
  guardrails: z.optional(z.object({ legacy: side, new: side, tests: z.optional(z.array(guardrailTest)) })),
  parity: z.optional(z.object({ comparisons: z.number(), differing: z.number() })),
});

/** The numbers of the moment a decision was made, in a line each; none for what was not measured. */
export function evidenceLines(metrics: unknown): string[] {
  const { guardrails, parity } = z.safeParse(evidence, metrics).data ?? {};
  return [
    ...(guardrails?.tests ?? []).filter(({ broken }) => broken).map(judgementLine),
    ...(guardrails ? [sideLine('New side', guardrails.new), sideLine('Old side', guardrails.legacy)] : []),
    ...(parity && parity.comparisons > 0
      ? [`Parity: ${formatCount(parity.comparisons)} compared, ${formatCount(parity.differing)} differed`]
      : []),
  ];
}

function sideLine(name: string, { requests, errorRate, p95Ms }: z.output<typeof side>): string {
  if (requests === 0) return `${name}: no requests`;
  return `${name}: ${formatCount(requests)} requests, ${formatShare(errorRate)} failed, p95 ${formatLatency(p95Ms)}`;
}
